create or replace function steward_internal.alert_observations(
  condition text,
  report jsonb,
  metrics jsonb
)
returns setof steward_internal.alert_observation
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with conditions as materialized (
    select p.*
    from steward_internal.parse_alert_condition(alert_observations.condition) as p
  ),
  measured as materialized (
    select
      m.labels,
      m.value,
      case c.measure when 'increase' then format('The increase of %s', c.metric) else c.metric end as title,
      c.operator,
      c.threshold,
      (
        select string_agg(format('%s=%s', l.key, to_jsonb(l.value)), ', ' order by l.key)
        from jsonb_each_text(m.labels) as l
      ) as object,
      case c.operator
        when '>' then m.value > c.threshold
        when '>=' then m.value >= c.threshold
        when '<' then m.value < c.threshold
        when '<=' then m.value <= c.threshold
        when '=' then m.value = c.threshold
        else m.value <> c.threshold
      end as is_breaching
    from conditions as c
    cross join lateral (
      select r.labels, case c.measure when 'increase' then r.increase else r.value end as value
      from jsonb_to_recordset(alert_observations.metrics) as r (
        name text, labels jsonb, value numeric, increase numeric
      )
      where r.name = c.metric
    ) as m
    where m.labels @> c.labels
      and m.value <> 'NaN'
  ),
  found as (
    select
      f.*,
      case
        when f.object_schema is null then f.object_name
        else format('%I.%I', f.object_schema, f.object_name)
      end as object
    from conditions as c
    inner join jsonb_to_recordset(alert_observations.report -> 'findings') as f (
      check_id text, severity text, object_schema text, object_name text, fingerprint text,
      title text, detail text, action text, value numeric, unit text, threshold_warning numeric,
      threshold_critical numeric
    )
      on f.check_id = c.check_id
    where steward_internal.severity_rank('finding', f.severity)
      <= steward_internal.severity_rank('finding', c.severity)
  ),
  covered as (
    select e.*
    from conditions as c
    inner join jsonb_to_recordset(alert_observations.report -> 'coverage') as e (
      check_id text, status text, object text, detail text
    )
      on e.check_id = c.check_id
  ),
  statuses as (
    select
      c.operator,
      c.severity,
      s.status,
      format(
        'The health check is %s: %s critical, %s warning, %s info, %s could not look.',
        s.status, s.critical, s.warning, s.info, s.blind
      ) as detail
    from conditions as c
    cross join jsonb_to_record(alert_observations.report -> 'summary') as s (
      status text, critical integer, warning integer, info integer, blind integer
    )
    where c.kind = 'status'
      and s.status is not null
  )
  select
    md5(concat_ws('/', c.metric, m.labels)), m.object, m.labels,
    case when m.is_breaching then 'breaching' else 'clear' end,
    m.value, null, m.threshold,
    case when m.operator in ('<', '<=') then 'below' else 'above' end,
    format(
      '%s%s is %s; the rule alerts at %s %s.', m.title, ' {' || m.object || '}', m.value, m.operator, m.threshold
    ),
    null
  from conditions as c
  cross join measured as m
  union all
  (
    select distinct on (f.fingerprint)
      f.fingerprint, f.object, '{}'::jsonb, 'breaching', f.value, f.unit,
      case f.severity when 'critical' then f.threshold_critical when 'warning' then f.threshold_warning end,
      case when f.threshold_critical < f.threshold_warning then 'below' else 'above' end,
      f.detail, f.action
    from conditions as c
    cross join found as f
    where c.object is null
      or c.object = f.object
    order by f.fingerprint, steward_internal.severity_rank('finding', f.severity), f.value desc nulls last, f.object
  )
  union all
  select null, e.object, null, 'unknown', null, null, null, null, e.detail, null
  from covered as e
  where e.status in ('skipped', 'error')
    and e.object is not null
  union all
  select
    md5('health_status'), null, '{}',
    case
      when r.status_rank = r.wanted_rank or r.status_rank > r.wanted_rank and s.operator = '>=' then 'breaching'
      when s.status = 'unknown' then 'unknown'
      else 'clear'
    end,
    null, null, null, 'above', s.detail, null
  from statuses as s
  cross join lateral (
    select
      array_position(array['ok', 'info', 'unknown', 'warning', 'critical'], s.status) as status_rank,
      array_position(array['ok', 'info', 'unknown', 'warning', 'critical'], s.severity) as wanted_rank
  ) as r
  union all
  select null, null, null, other.state, null, null, null, null, other.detail, null
  from conditions as c
  cross join lateral (
    select 'unknown' as state,
      case
        when alert_observations.metrics is null then 'The metrics could not be read.'
        when c.measure = 'increase' then format('The increase of %s was not measured with these labels.', c.metric)
        else format('The metric %s is not measured with these labels.', c.metric)
      end as detail
    where c.kind = 'metric'
    union all
    select 'unknown', 'No health check was recorded lately: see the setting alerts.run_expires_after.'
    where c.kind <> 'metric'
      and alert_observations.report is null
    union all
    select
      case when blind.detail is null and seen.is_there then 'clear' else 'unknown' end,
      coalesce(
        format('The check was %s: %s', blind.status, blind.detail),
        case when seen.is_there then 'Nothing found.' else 'The recorded health check does not have this check.' end
      )
    from (
      select exists (select from found) or exists (select from covered) as is_there
    ) as seen
    left join lateral (
      select e.status, e.detail
      from covered as e
      where e.status in ('skipped', 'error')
        and e.object is null
      order by e.status
      limit 1
    ) as blind on true
    where c.kind = 'check'
      and alert_observations.report is not null
  ) as other (state, detail)
$$;

comment on function steward_internal.alert_observations(text, jsonb, jsonb) is $doc$
Says what the condition of an alert rule makes of a report and of metrics.

Whatever was not seen is unknown: a metric without a row, a check that was skipped, a report too old.
Findings that share a fingerprint (sessions do) are one observation, that of the worst.

@param condition The condition.
@param report A report of `health_report()`; null if there is none that counts.
@param metrics What `alert_metrics()` returns; null if the metrics could not be read.
@returns One row for each object or label set, and rows without fingerprint for what they leave out.
@access steward_reader
@example select state, detail from steward_internal.alert_observations('check long_queries', null, null);
$doc$;

revoke all on function steward_internal.alert_observations(text, jsonb, jsonb) from public;
