create or replace view steward.table_activity as
select
  r.schema_name,
  r.relation_name as table_name,
  c.seq_scan as sequential_scans,
  c.seq_tup_read as rows_read_sequentially,
  c.idx_scan as index_scans,
  c.n_tup_ins as rows_inserted,
  c.n_tup_upd as rows_updated,
  c.n_tup_del as rows_deleted,
  round(100.0 * c.n_tup_hot_upd / nullif(c.n_tup_upd, 0), 1) as hot_update_percent,
  pg_catalog.pg_stat_get_live_tuples(r.relid) as live_rows,
  pg_catalog.pg_stat_get_dead_tuples(r.relid) as dead_rows,
  greatest(
    pg_catalog.pg_stat_get_last_vacuum_time(r.relid), pg_catalog.pg_stat_get_last_autovacuum_time(r.relid)
  ) as last_vacuum,
  greatest(
    pg_catalog.pg_stat_get_last_analyze_time(r.relid), pg_catalog.pg_stat_get_last_autoanalyze_time(r.relid)
  ) as last_analyze,
  c.changed_since
from steward_internal.user_relations as r
left join steward_internal.table_changes('1 hour 30 minutes') as c on c.relid = r.relid
where r.relkind in ('r', 'm')
order by coalesce(c.seq_tup_read, 0) + coalesce(c.n_tup_ins + c.n_tup_upd + c.n_tup_del, 0) desc, 1, 2;

comment on view steward.table_activity is $doc$
Shows what was read from and written to each table lately, busiest first.

The counts are changes since `changed_since`, the oldest snapshot of the last 90 minutes
(`capture_statistics()` takes one every hour), not totals since the statistics began. They are null
while there is no such snapshot. `live_rows` and `dead_rows` are estimates of the server.

@area performance
@access steward_reader select
@example select table_name, sequential_scans, rows_updated from table_activity limit 10;
$doc$;
