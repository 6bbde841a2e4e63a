create or replace function steward_internal.check_rarely_used_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with period as materialized (
    select
      p.needed,
      -- Snapshots from within the window cannot prove all of it.
      p.needed + interval '1 day' as lookback
    from (select steward.get_setting('health.usage_window')::interval as needed) as p
  ),
  candidates as materialized (
    select x.*
    from steward_internal.user_indexes as x
    where x.relkind = 'i'
      and not x.indisunique
      and not x.is_bound
      and x.relpages >= 10485760 / current_setting('block_size')::integer
  ),
  used as materialized (
    select
      h.indexrelid,
      h.relid,
      h.idx_scan as scans,
      h.changed_since
    from period as p
    cross join lateral steward_internal.index_changes(p.lookback) as h
    -- Without a large index nobody needs to read the history.
    where exists (select from candidates)
      and h.elapsed >= p.needed
      and h.idx_scan between 1 and 99
      and h.indexrelid in (select c.indexrelid from candidates as c)
  ),
  written as materialized (
    select
      h.relid,
      h.n_tup_ins + h.n_tup_upd - h.n_tup_hot_upd as writes
    from period as p
    cross join lateral steward_internal.table_changes(p.lookback) as h
    where exists (select from used)
      and h.relid in (select u.relid from used as u)
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    u.scans::numeric,
    format('Index %s on %s (about %s) was scanned %s times since %s and written %s times.',
      x.qualified_name, x.table_qualified_name, pg_size_pretty(x.estimated_bytes), u.scans,
      to_char(u.changed_since at time zone 'UTC', 'YYYY-MM-DD'),
      to_char(w.writes, 'FM999,999,999,999,990')),
    null,
    null,
    null,
    array[format('drop index concurrently %s;', x.qualified_name)],
    case when undo.statement is not null then array[undo.statement] end,
    jsonb_build_object(
      'table', x.table_qualified_name, 'index_bytes', x.estimated_bytes, 'scans', u.scans, 'writes', w.writes
    )
  from used as u
  inner join written as w on w.relid = u.relid
  inner join candidates as x on x.indexrelid = u.indexrelid
  left join lateral (
    select steward_internal.index_statement(x.indexrelid, x.index_name, null) as statement
    where x.indpred is null
  ) as undo on true
  where w.writes >= 10000
    and w.writes >= 1000 * u.scans
    and not x.supports_foreign_key
  union all
  select m.*
  from period as p
  cross join lateral steward_internal.missing_history_rows(p.lookback, p.needed) as m
$$;

comment on function steward_internal.check_rarely_used_indexes() is $doc$
Finds large indexes that are written a thousand times for each scan.

Counted are the inserts and the updates that were not HOT, against the scans of the setting
`health.usage_window` (30 days): fewer than 100 scans (pgFirstAid), 10,000 writes and more (pgdoctor), from
10 MB on. Nothing is said before that time has been observed. The few scans may be a report that would take
hours without the index; unused_indexes lists those without any scan.

Left out are unique indexes, those that a constraint, a foreign key, the replica identity or CLUSTER rests
on, and those of partitions. Scans on replicas are not counted here.

@title Index is hardly used
@category indexes
@severity info
@unit scans
@remedy Find out what its few scans are for, and whether a replica uses it; then drop it or live without.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; the queries that used the index become slower, and building it again takes as long as it did.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_rarely_used_indexes();
$doc$;

revoke all on function steward_internal.check_rarely_used_indexes() from public;
