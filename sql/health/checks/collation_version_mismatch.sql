create or replace function steward_internal.check_collation_version_mismatch()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with sorted as materialized (
    select distinct x.indexrelid, k.collation_id
    from steward_internal.user_indexes as x
    inner join pg_index as i on i.indexrelid = x.indexrelid
    cross join lateral unnest(i.indcollation::oid[]) as k (collation_id)
    where k.collation_id <> 0
  ),
  counted as materialized (
    select s.collation_id, count(*) as index_count
    from sorted as s
    group by s.collation_id
  )
  select
    'database',
    null,
    d.datname::text,
    null::numeric,
    format('Database %I was created or last refreshed with version %s of its collation, and the server now '
        'has version %s; %s indexes are sorted by it.',
      d.datname, d.datcollversion, actual.version, coalesce(c.index_count, 0)),
    null,
    null,
    null,
    array[
      format('reindex (concurrently) database %I;', d.datname),
      format('alter database %I refresh collation version;', d.datname)
    ],
    null::text[],
    jsonb_build_object(
      'recorded', d.datcollversion, 'actual', actual.version, 'indexes', coalesce(c.index_count, 0)
    )
  from pg_database as d
  cross join lateral (select pg_database_collation_actual_version(d.oid) as version) as actual
  left join counted as c on c.collation_id = 'pg_catalog."default"'::regcollation
  where d.datname = current_database()
    and d.datcollversion <> actual.version
  union all
  select
    'collation',
    n.nspname::text,
    co.collname::text,
    null,
    format('Collation %I.%I was created or last refreshed with version %s, and the server now has version %s; '
        '%s indexes are sorted by it.',
      n.nspname, co.collname, co.collversion, actual.version, c.index_count),
    null,
    null,
    null,
    (
      select array_agg(format('reindex index concurrently %s;', x.qualified_name) order by x.qualified_name)
      from sorted as s
      inner join steward_internal.user_indexes as x on x.indexrelid = s.indexrelid
      where s.collation_id = co.oid
    )
    || format('alter collation %I.%I refresh version;', n.nspname, co.collname),
    null,
    jsonb_build_object(
      'recorded', co.collversion, 'actual', actual.version, 'indexes', c.index_count
    )
  from counted as c
  inner join pg_collation as co on co.oid = c.collation_id
  inner join pg_namespace as n on n.oid = co.collnamespace
  cross join lateral (
    select
      case
        when co.collversion is not null then pg_collation_actual_version(co.oid)
      end as version
  ) as actual
  where co.collversion <> actual.version
$$;

comment on function steward_internal.check_collation_version_mismatch() is $doc$
Finds collations whose library sorts by another version than the indexes.

An update of the operating system (glibc or ICU) can change the order of strings. An index that was sorted
by the old order is corrupted by that: searches miss rows and unique indexes accept duplicates, silently.
PostgreSQL only warns when a session starts. Compared are the recorded version and that of the library,
for the database and for the collations that indexes use. Collations without a version (C, C.UTF-8) never
change. Only a rebuild of the indexes puts it right; REFRESH just ends the warning, so it comes last.

Range partitions, materialized views and CHECK constraints can depend on the order, too, and are not listed.

@title Collation has changed under the indexes
@category integrity
@severity warning
@remedy Rebuild the indexes that are sorted by it, then refresh the version.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk REINDEX CONCURRENTLY reads each table twice and blocks no writes; a unique index that has accepted duplicates cannot be rebuilt before they are gone.
@doc https://www.postgresql.org/docs/current/sql-altercollation.html
@access steward_reader
@example select * from steward_internal.check_collation_version_mismatch();
$doc$;

revoke all on function steward_internal.check_collation_version_mismatch() from public;
