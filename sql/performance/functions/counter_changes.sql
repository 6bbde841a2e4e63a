create or replace function steward_internal.counter_changes(lookback interval)
returns table (counter text, change numeric, changed_since timestamptz, elapsed interval)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with observed as materialized (
    select w.* from steward_internal.observed_window(counter_changes.lookback) as w
  ),
  kept as (
    select e.key, sum(sign.factor * e.value::text::numeric) as value
    from observed as w
    cross join lateral (
      select w.first_snapshot_id as snapshot_id, -1 as factor
      union all
      select ended.id, 1
      from unnest(w.epoch_ends) as ended (id)
    ) as sign
    inner join steward.statistics_snapshots as s on s.id = sign.snapshot_id
    cross join lateral jsonb_each(s.counters) as e
    group by e.key
  )
  select
    c.counter,
    -- One view can be reset without the others.
    case when c.value + coalesce(k.value, 0) < 0 then c.value else c.value + coalesce(k.value, 0) end,
    w.changed_since,
    w.elapsed
  from observed as w
  cross join steward_internal.cumulative_counters() as c
  left join kept as k on k.key = c.counter
$$;

comment on function steward_internal.counter_changes(interval) is $doc$
Tells how far the cumulative counters moved in the time observed.

@param lookback How far to look back, at most.
@returns One row for each counter of `cumulative_counters()`; none at all without a snapshot in that time. `elapsed` leaves out what was lost in a crash.
@access steward_reader
@example select change from steward_internal.counter_changes('1 day') where counter = 'database.deadlocks';
$doc$;

revoke all on function steward_internal.counter_changes(interval) from public;
