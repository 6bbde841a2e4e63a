create or replace function steward_internal.check_unselective_index_scans()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with indexes as materialized (
    select
      case when c.relispartition then pg_partition_root(h.indexrelid) else h.indexrelid end as indexrelid,
      sum(h.idx_scan) as scans,
      sum(h.idx_tup_read) as entries_read,
      max(h.changed_since) as changed_since
    from steward_internal.index_changes('1 day') as h
    inner join pg_class as c on c.oid = h.indexrelid
    where h.idx_scan > 0
    group by 1
    having sum(h.idx_scan) >= 100
      and sum(h.idx_tup_read) >= 1000 * sum(h.idx_scan)
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    round(i.entries_read / i.scans, 1),
    format('Each of the %s scans of index %s on %s since %s read %s entries on average.',
      to_char(i.scans, 'FM999,999,999,990'),
      x.qualified_name,
      x.table_qualified_name,
      to_char(i.changed_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      to_char(i.entries_read / i.scans, 'FM999,999,999,990')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'table', x.table_qualified_name, 'scans', i.scans, 'entries_read', i.entries_read
    )
  from indexes as i
  inner join steward_internal.user_indexes as x on x.indexrelid = i.indexrelid
  union all
  select m.* from steward_internal.missing_history_rows('1 day', '0') as m
$$;

comment on function steward_internal.check_unselective_index_scans() is $doc$
Finds indexes whose scans read very many entries each.

A scan of 1,000 entries and more (pgFirstAid) often filters most of them away afterwards: a column of the
condition is not in the index, or comes after one that is searched by range. Reports read that many because
they want them, so the check is off by default. Counted is what happened since the snapshot a day ago, from
100 scans on; scans on replicas are not counted here.

@title Index scans read many entries
@category indexes
@severity info
@unit entries
@enabled false
@remedy EXPLAIN (ANALYZE) the queries that use the index, and look for "Rows Removed by Filter".
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_unselective_index_scans();
$doc$;

revoke all on function steward_internal.check_unselective_index_scans() from public;
