create or replace view steward.table_growth as
select
  r.schema_name,
  r.relation_name as table_name,
  last.bytes as total_bytes,
  pg_catalog.pg_size_pretty(last.bytes) as total_size,
  last.bytes - day.bytes as bytes_last_day,
  last.bytes - week.bytes as bytes_last_week,
  last.bytes - first.bytes as bytes_observed,
  round(100.0 * (last.bytes - first.bytes) / nullif(first.bytes, 0), 1) as percent_observed,
  last.estimated_rows,
  first.taken_at as observed_since,
  last.taken_at as measured_at
from steward_internal.user_relations as r
cross join lateral (
  select t.bytes, t.estimated_rows, s.taken_at
  from steward_internal.table_sizes as t
  inner join steward.statistics_snapshots as s on s.id = t.snapshot_id
  where t.relid = r.relid
  order by t.snapshot_id desc
  limit 1
) as last
cross join lateral (
  select t.bytes, s.taken_at
  from steward_internal.table_sizes as t
  inner join steward.statistics_snapshots as s on s.id = t.snapshot_id
  where t.relid = r.relid
  order by t.snapshot_id
  limit 1
) as first
left join lateral steward_internal.table_size_at(r.relid, now() - interval '1 day') as day (bytes) on true
left join lateral steward_internal.table_size_at(r.relid, now() - interval '7 days') as week (bytes) on true
order by last.bytes - first.bytes desc, last.bytes desc;

comment on view steward.table_growth is $doc$
Shows how tables grow, with their indexes and TOAST, those that grew most first.

Sizes are those of the snapshots (`capture_statistics()`), exact when they were measured. A growth is null
where the snapshots do not go back so far. `estimated_rows` is the planner's.

@area performance
@access steward_reader select
@example select table_name, total_size, pg_size_pretty(bytes_last_week) as last_week from table_growth limit 10;
$doc$;
