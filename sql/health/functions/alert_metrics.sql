create or replace function steward_internal.alert_metrics()
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_metrics jsonb;
begin
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'name', m.name, 'labels', m.labels, 'kind', m.kind, 'value', m.value,
        -- A counter that has become smaller began anew at 0.
        'increase', case when m.value < c.value then m.value else m.value - c.value end
      )
    ),
    '[]'
  )
  into v_metrics
  from (
    select h.name, coalesce(h.labels, '{}') as labels, h.kind, h.value
    from steward.health_metrics() as h
  ) as m
  left join steward_internal.alert_counters as c on m.kind = 'counter' and c.name = m.name and c.labels = m.labels;

  delete from steward_internal.alert_counters;

  insert into steward_internal.alert_counters (name, labels, value)
  select distinct on (m.name, m.labels) m.name, m.labels, m.value
  from jsonb_to_recordset(v_metrics) as m (name text, labels jsonb, kind text, value numeric)
  where m.kind = 'counter'
    and m.value is not null
    and exists (
      select
      from steward_internal.alert_rule_definitions as d
      where d.is_enabled
        and position(m.name in d.condition) > 0
    )
  order by m.name, m.labels;

  return v_metrics;
end
$$;

comment on function steward_internal.alert_metrics() is $doc$
Reads the metrics for alert rules, and how much counters have grown.

It remembers the counters that enabled rules name until the next call.

@returns An array of objects: name, labels, kind, value, and increase, null for gauges and the first time.
@access steward_operator
@example begin; select jsonb_array_length(steward_internal.alert_metrics()); rollback;
$doc$;

revoke all on function steward_internal.alert_metrics() from public;
