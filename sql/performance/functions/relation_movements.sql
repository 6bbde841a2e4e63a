create or replace function steward_internal.relation_movements(lookback interval, relids oid[] default null)
returns table (relid oid, changes bigint[], changed_since timestamptz, elapsed interval)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with observed as materialized (
    select w.* from steward_internal.observed_window(relation_movements.lookback) as w
  ),
  moved as (
    select c.relid, c.changes
    from observed as w
    inner join steward_internal.relation_changes as c
      on c.snapshot_id > w.first_snapshot_id
      and c.snapshot_id <= w.last_snapshot_id
    inner join steward.statistics_snapshots as s on s.id = c.snapshot_id
    where s.node = (select steward_internal.node_name())
      and (relation_movements.relids is null or c.relid in (select unnest(relation_movements.relids)))
    union all
    select n.relid,
      case
        when l.counters is null or not w.is_continued then n.counters
        when l.counters = n.counters then null
        else steward_internal.counter_difference(n.counters::numeric[], l.counters::numeric[])::bigint[]
      end
    from observed as w
    cross join steward_internal.current_relation_counters(relation_movements.relids) as n
    left join steward_internal.relation_counters as l
      on l.node = (select steward_internal.node_name())
      and l.relid = n.relid
  )
  select
    m.relid,
    array[
      coalesce(sum(m.changes[1]), 0)::bigint, coalesce(sum(m.changes[2]), 0)::bigint, sum(m.changes[3])::bigint,
      sum(m.changes[4])::bigint, sum(m.changes[5])::bigint, sum(m.changes[6])::bigint,
      sum(m.changes[7])::bigint, sum(m.changes[8])::bigint, sum(m.changes[9])::bigint
    ],
    w.changed_since,
    w.elapsed
  from observed as w
  cross join moved as m
  group by m.relid, w.changed_since, w.elapsed
$$;

comment on function steward_internal.relation_movements(interval, oid[]) is $doc$
Tells how far the counters of each table and index moved in the time observed.

@param lookback How far to look back, at most.
@param relids Only these relations; null means all.
@returns One row for each relation of `current_relation_counters()`, with nine changes in its order.
@access steward_reader
@example select * from steward_internal.relation_movements('1 day');
$doc$;

revoke all on function steward_internal.relation_movements(interval, oid[]) from public;
