create or replace function steward_internal.recent_counters()
returns table (changes jsonb, changed_since timestamptz, elapsed interval, hours numeric)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_counters jsonb := steward_internal.remembered('recent_counters')::jsonb;
begin
  if v_counters is null then
    select coalesce(jsonb_agg(to_jsonb(recent)), '[]')
    into v_counters
    from (
      select
        jsonb_object_agg(c.counter, c.change) as changes,
        c.changed_since,
        c.elapsed,
        -- A burst just after a snapshot is not what happens every hour.
        greatest(extract(epoch from c.elapsed) / 3600, 1) as hours
      from steward_internal.counter_changes('1 day') as c
      group by c.changed_since, c.elapsed
    ) as recent;

    -- Within one health check all checks of counters see the same, and the counters are read once.
    perform steward_internal.remember('recent_counters', v_counters::text);
  end if;

  return query
  select r.*
  from jsonb_to_recordset(v_counters) as r (changes jsonb, changed_since timestamptz, elapsed interval, hours numeric);
end
$$;

comment on function steward_internal.recent_counters() is $doc$
Returns how far the counters moved in the last day, for checks of rates.

@returns One row, or none without a snapshot of the last day; `hours` is the time observed, but at least one.
@access steward_reader
@example select (changes ->> 'database.temp_bytes')::numeric / hours from steward_internal.recent_counters();
$doc$;

revoke all on function steward_internal.recent_counters() from public;
