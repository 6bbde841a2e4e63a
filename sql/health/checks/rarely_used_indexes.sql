create or replace function steward_internal.check_rarely_used_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with used as materialized (
    select u.*
    from steward_internal.rarely_used_index_rows() as u
    inner join steward_internal.index_drops() as d on d.index_oid = u.index_oid
    where d.check_id = 'rarely_used_indexes'
  ),
  drops as materialized (
    select s.*
    from (select array_agg(u.index_oid) as index_oids from used as u) as found
    cross join lateral steward_internal.index_drop_statements(found.index_oids) as s
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    u.scans::numeric,
    format('Index %s on %s (about %s) was scanned %s times since %s and written %s times.',
      x.qualified_name, x.table_qualified_name, pg_size_pretty(x.estimated_bytes), u.scans,
      to_char(u.changed_since at time zone 'UTC', 'YYYY-MM-DD'),
      to_char(u.writes, 'FM999,999,999,999,990')),
    case
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    null,
    null,
    b.fix_sql,
    b.undo_sql,
    jsonb_build_object(
      'table', x.table_qualified_name, 'index_bytes', x.estimated_bytes, 'scans', u.scans, 'writes', u.writes
    )
  from used as u
  inner join steward_internal.user_indexes as x on x.indexrelid = u.index_oid
  left join drops as b on b.index_oid = u.index_oid
  union all
  select m.*
  from (select steward.get_setting('health.usage_window')::interval as needed) as p
  -- Snapshots from within the window cannot prove all of it.
  cross join lateral steward_internal.missing_history_rows(p.needed + interval '1 day', p.needed) as m
$$;

comment on function steward_internal.check_rarely_used_indexes() is $doc$
Finds large indexes that are written a thousand times for each scan.

Counted are the inserts and the updates that were not HOT, against the scans of the setting
`health.usage_window` (30 days): fewer than 100 scans (pgFirstAid), 10,000 writes and more (pgdoctor), from
10 MB on. Nothing is said before that time has been observed. The few scans may be a report that would take
hours without the index; unused_indexes lists those without any scan.

Left out are unique indexes, those that a constraint, a foreign key, the replica identity or CLUSTER rests
on, and those of partitions; the equal of an index that stays is left to duplicate_indexes. Scans on replicas are not
counted here.

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
