create or replace function steward_internal.check_sequential_scans()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select
      case when r.is_partition then pg_partition_root(r.relid) else r.relid end as relid,
      sum(h.seq_scan) as scans,
      sum(h.seq_tup_read) as rows_read,
      sum(h.idx_scan) as index_scans,
      max(h.changed_since) as changed_since,
      max(h.elapsed) as elapsed
    from steward_internal.table_changes('1 day') as h
    inner join steward_internal.user_relations as r on r.relid = h.relid
    where (h.seq_scan > 0 or h.idx_scan > 0)
      -- Without a large table nobody needs to read the history.
      and exists (
        select
        from steward_internal.user_relations as large
        where large.relkind in ('r', 'm')
          and greatest(large.reltuples, pg_stat_get_live_tuples(large.relid)) >= 10000
      )
    group by 1
    having sum(h.seq_scan) >= 100
      and sum(h.seq_tup_read) >= 10000 * sum(h.seq_scan)
      and sum(h.seq_scan) > 0.05 * (sum(h.seq_scan) + sum(h.idx_scan))
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    share.percent,
    format('%s of %s scans of %s since %s read it from end to end, %s rows each.',
      to_char(t.scans, 'FM999,999,999,990'),
      to_char(t.scans + t.index_scans, 'FM999,999,999,990'),
      r.qualified_name,
      to_char(t.changed_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      to_char(t.rows_read / t.scans, 'FM999,999,999,999,990')),
    null,
    case when t.scans >= 1000 then 'warning' else 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'sequential_scans', t.scans, 'index_scans', t.index_scans, 'rows_read', t.rows_read,
      'observed_seconds', extract(epoch from t.elapsed)::bigint
    )
  from tables as t
  inner join steward_internal.user_relations as r on r.relid = t.relid
  cross join lateral (select round(100.0 * t.scans / (t.scans + t.index_scans), 1) as percent) as share
  union all
  select m.* from steward_internal.missing_history_rows('1 day', '0') as m
$$;

comment on function steward_internal.check_sequential_scans() is $doc$
Finds large tables that are often read from end to end.

A query that wants a few rows out of many misses an index. Counted is what happened since the snapshot a
day ago, not since the counters began: at least 100 sequential scans of 10,000 rows on average (pghero and
pgFirstAid have the same rows), more than 5 % of all scans (pghero), and a warning from 1,000 scans on
(pgFirstAid). Reading small tables whole is right. Backups and reports read large ones whole, too, but
seldom a hundred times a day. Partitions are added up under their root; scans on replicas are not
counted here.

@title Table is often read from end to end
@category indexes
@unit percent
@remedy Look for its queries in pg_stat_statements, and EXPLAIN those with a condition; an index on the columns of the condition is what is mostly missing.
@doc https://www.postgresql.org/docs/current/indexes-examine.html
@access steward_reader
@example select * from steward_internal.check_sequential_scans();
$doc$;

revoke all on function steward_internal.check_sequential_scans() from public;
