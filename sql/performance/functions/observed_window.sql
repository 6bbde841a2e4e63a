create or replace function steward_internal.observed_window(lookback interval, node text default null)
returns table (
  first_snapshot_id bigint,
  last_snapshot_id bigint,
  changed_since timestamptz,
  elapsed interval,
  epoch_ends bigint[],
  is_continued boolean
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with snapshots as (
    select
      s.id,
      s.taken_at,
      lead(s.taken_at, 1, case when n.is_here then clock_timestamp() end) over later as next_taken_at,
      lead(s.stats_since, 1, case when n.is_here then steward_internal.statistics_since() end) over later as next_stats_since
    from (
      select
        coalesce(observed_window.node, steward_internal.node_name()) as name,
        coalesce(observed_window.node = steward_internal.node_name(), true) as is_here
    ) as n
    inner join steward.statistics_snapshots as s on s.node = n.name
    where s.taken_at >= now() - observed_window.lookback
    window later as (order by s.taken_at)
  )
  select
    (array_agg(s.id order by s.taken_at))[1],
    (array_agg(s.id order by s.taken_at desc))[1],
    min(s.taken_at),
    -- What happened between a snapshot and a crash or reset after it is lost, and so is that time.
    coalesce(sum(s.next_taken_at - greatest(s.taken_at, s.next_stats_since)), interval '0'),
    array_agg(s.id order by s.taken_at) filter (where s.next_stats_since > s.taken_at),
    (array_agg(s.next_stats_since <= s.taken_at order by s.taken_at desc))[1]
  from snapshots as s
  having count(*) > 0
$$;

comment on function steward_internal.observed_window(interval, text) is $doc$
Finds out how long this node was really observed, and by which snapshots.

`epoch_ends` are the snapshots after which counters started again, and `is_continued` says that they did
not since the last one.

@param lookback How far to look back.
@param node The node; null means this server, whose present belongs to what was observed. Others were observed up to their last snapshot.
@returns One row, or none if there is no snapshot in that time.
@access steward_reader
@example select changed_since, elapsed from steward_internal.observed_window('1 day');
$doc$;

revoke all on function steward_internal.observed_window(interval, text) from public;
