create or replace function steward_internal.recent_counters()
returns table (changes jsonb, changed_since timestamptz, elapsed interval, hours numeric)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    jsonb_object_agg(c.counter, c.change),
    c.changed_since,
    c.elapsed,
    -- A burst just after a snapshot is not what happens every hour.
    greatest(extract(epoch from c.elapsed) / 3600, 1)
  from steward_internal.counter_changes('1 day') as c
  group by c.changed_since, c.elapsed
$$;

comment on function steward_internal.recent_counters() is $doc$
Returns how far the counters moved in the last day, for checks of rates.

@returns One row, or none without a snapshot of the last day; `hours` is the time observed, but at least one.
@access steward_reader
@example select (changes ->> 'database.temp_bytes')::numeric / hours from steward_internal.recent_counters();
$doc$;

revoke all on function steward_internal.recent_counters() from public;
