create or replace function steward_internal.check_collation_version_mismatch()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with used as materialized (
    select distinct k.collation_id
    from (select distinct i.indcollation from pg_index as i) as v
    cross join lateral unnest(v.indcollation::oid[]) as k (collation_id)
  ),
  compared as materialized (
    select
      'database' as object_type,
      null::name as schema_name,
      d.datname as object_name,
      'pg_catalog."default"'::regcollation::oid as collation_id,
      d.datcollversion as recorded,
      pg_database_collation_actual_version(d.oid) as actual
    from pg_database as d
    where d.datname = current_database()
    union all
    select 'collation', n.nspname, co.collname, co.oid, co.collversion, pg_collation_actual_version(co.oid)
    from used as u
    inner join pg_collation as co on co.oid = u.collation_id
    inner join pg_namespace as n on n.oid = co.collnamespace
    where co.collversion is not null
  )
  select
    c.object_type,
    c.schema_name::text,
    c.object_name::text,
    null::numeric,
    format('%s %s was created or last refreshed with version %s%s, and the server now has version %s; %s indexes '
        'are sorted by it.',
      initcap(c.object_type), named.qualified_name, c.recorded,
      case when c.object_type = 'database' then ' of its collation' else '' end, c.actual, sorted.index_count),
    null,
    null,
    null,
    case
      when c.object_type = 'database' then array[format('reindex (concurrently) database %I;', c.object_name)]
      else sorted.reindex_statements
    end
      || format('alter %s %s refresh%s version;',
        c.object_type, named.qualified_name, case when c.object_type = 'database' then ' collation' end),
    null::text[],
    jsonb_build_object('recorded', c.recorded, 'actual', c.actual, 'indexes', sorted.index_count)
  from compared as c
  cross join lateral (
    select concat(quote_ident(c.schema_name) || '.', quote_ident(c.object_name)) as qualified_name
  ) as named
  cross join lateral (
    select
      count(*) as index_count,
      array_agg(format('reindex index concurrently %s;', x.qualified_name) order by x.qualified_name)
        as reindex_statements
    from steward_internal.user_indexes as x
    where c.collation_id = any (x.indcollation::oid[])
  ) as sorted
  where c.recorded <> c.actual
    and (c.object_type = 'database' or sorted.index_count > 0)
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
