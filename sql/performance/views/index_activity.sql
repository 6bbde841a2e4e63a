create or replace view steward.index_activity as
select
  t.schema_name,
  t.relation_name as table_name,
  r.relation_name as index_name,
  c.idx_scan as scans,
  c.idx_tup_read as entries_read,
  c.idx_tup_fetch as rows_fetched,
  pg_catalog.pg_stat_get_numscans(i.indexrelid) as scans_in_all,
  r.estimated_bytes,
  pg_catalog.pg_size_pretty(r.estimated_bytes) as estimated_size,
  i.indisunique as is_unique,
  i.indisvalid as is_valid,
  c.changed_since,
  (select steward_internal.statistics_since()) as counted_since
from pg_catalog.pg_index as i
inner join steward_internal.user_relations as r on r.relid = i.indexrelid
inner join steward_internal.user_relations as t on t.relid = i.indrelid
left join steward_internal.index_changes('1 hour 30 minutes') as c on c.indexrelid = i.indexrelid
where r.relkind = 'i'
order by coalesce(c.idx_scan, 0) desc, r.estimated_bytes desc, 1, 3;

comment on view steward.index_activity is $doc$
Shows how often each index was used lately, busiest first.

`scans`, `entries_read` and `rows_fetched` are changes since `changed_since`, the oldest snapshot of the
last 90 minutes; `scans_in_all` counts since `counted_since`. Whether an index may go is decided by
`get_unused_indexes()`, which knows longer windows, duties and replicas.

@area performance
@access steward_reader select
@example select index_name, scans, estimated_size from index_activity where scans = 0 limit 10;
$doc$;
