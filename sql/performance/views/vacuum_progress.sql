create or replace view steward.vacuum_progress as
select
  p.pid,
  p.datname as database_name,
  case when p.datname = current_database() then p.relid::regclass::text end as table_name,
  p.phase,
  a.query ~ '^autovacuum:' as is_automatic,
  a.query ~ 'to prevent wraparound' as prevents_wraparound,
  round(100.0 * p.heap_blks_scanned / nullif(p.heap_blks_total, 0), 1) as scanned_percent,
  round(100.0 * p.heap_blks_vacuumed / nullif(p.heap_blks_total, 0), 1) as vacuumed_percent,
  p.heap_blks_total * current_setting('block_size')::bigint as table_bytes,
  p.index_vacuum_count as index_passes,
  date_trunc('second', clock_timestamp() - a.xact_start) as duration,
  a.wait_event
from pg_catalog.pg_stat_progress_vacuum as p
left join pg_catalog.pg_stat_activity as a on a.pid = p.pid
order by a.xact_start;

comment on view steward.vacuum_progress is $doc$
Shows the VACUUMs that run on the server, oldest first, and how far they are.

More than one of `index_passes` means that the memory for dead rows was too small
(autovacuum_work_mem, maintenance_work_mem), so that all indexes are read again.

@area performance
@access steward_reader select
@example select table_name, phase, scanned_percent, duration from vacuum_progress;
$doc$;
