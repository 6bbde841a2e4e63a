create or replace function steward_internal.check_collation_version_mismatch()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with sorted as materialized (
    select c.index_oid, c.collation_id from steward_internal.index_collations() as c
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
    from pg_collation as co
    inner join pg_namespace as n on n.oid = co.collnamespace
    where co.collversion is not null
      and (
        co.oid in (select s.collation_id from sorted as s)
        or exists (select from pg_partitioned_table as p where co.oid = any (p.partcollation::oid[]))
      )
  )
  select
    c.object_type,
    c.schema_name::text,
    c.object_name::text,
    null::numeric,
    format('%s %s was created or last refreshed with version %s%s, and the server now has version %s; %s indexes '
        'depend on it.',
      initcap(c.object_type), named.qualified_name, c.recorded,
      case when c.object_type = 'database' then ' of its collation' else '' end, c.actual, cardinality(affected.index_oids))
      || coalesce(' Rows may be in the wrong partition of ' || array_to_string(others.partitioned_tables, ', ') || '.', '')
      || coalesce(' Check constraints that compare by it: ' || array_to_string(others.constraints, ', ') || '.', ''),
    -- No statement finds out whether these rows are right, and the refresh would take the evidence away.
    case
      when others.has_rows_to_check then
        'Rebuild the indexes, look for rows that are in the wrong partition or break a constraint, and only then refresh the version, '
          'which ends this finding: ' || refresh.statement
    end,
    null,
    null,
    case
      when not others.has_rows_to_check then affected.statements || refresh.statement
      else nullif(affected.statements, '{}')
    end,
    null::text[],
    jsonb_build_object(
      'recorded', c.recorded, 'actual', c.actual, 'indexes', cardinality(affected.index_oids),
      'partitioned_tables', others.partitioned_tables, 'constraints', others.constraints
    )
  from compared as c
  cross join lateral (
    select concat(quote_ident(c.schema_name) || '.', quote_ident(c.object_name)) as qualified_name
  ) as named
  cross join lateral (
    select
      coalesce(array_agg(s.index_oid), '{}') as index_oids,
      coalesce(array_agg(r.statement order by r.statement not like '% concurrently %', r.statement), '{}') as statements
    from sorted as s
    cross join lateral (select steward_internal.reindex_statement(s.index_oid)) as r (statement)
    where s.collation_id = c.collation_id
  ) as affected
  cross join lateral (
    select steward_internal.refresh_statement(
      format('alter %s %s refresh%s version',
        c.object_type, named.qualified_name, case when c.object_type = 'database' then ' collation' end),
      affected.index_oids
    ) as statement
  ) as refresh
  cross join lateral (
    select d.*, coalesce(d.partitioned_tables, d.constraints) is not null as has_rows_to_check
    from steward_internal.collation_dependents(c.collation_id) as d
  ) as others
  where c.recorded <> c.actual
$$;

comment on function steward_internal.check_collation_version_mismatch() is $doc$
Finds collations whose library sorts by another version than the indexes.

An update of the operating system (glibc or ICU) can change the order of strings. An index that was sorted
by the old order is corrupted by that: searches miss rows and unique indexes accept duplicates, silently.
PostgreSQL only warns when a session starts. Compared are the recorded version and that of the library,
for the database and for the collations that indexes and partition keys use. Collations without a version (C, C.UTF-8) never
change.

Only a rebuild of the indexes puts it right. The fix names each of them, also those whose ranges, composite values, jsonb, expressions or predicates
compare by the collation, and those of pgsteward and of extensions; REINDEX DATABASE would skip exclusion constraints with no more than a
warning. REFRESH just ends the warning and takes the evidence away, so it comes last, and fails while one of these indexes still has
its old file: run the statements in their order, and stop at the first error (psql: `\set ON_ERROR_STOP on`). A report that is made
between two of them asks for all of them again.

Range partitions and CHECK constraints that compare by it are named; no statement repairs their rows, so the refresh is no part of the fix then. What materialized views and generated columns
have stored, and what a function does inside, is not seen.

@title Collation has changed under the indexes
@category integrity
@severity warning
@remedy Rebuild the indexes that depend on it, then refresh the version.
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE on the table for an exclusion constraint
@fix_risk REINDEX CONCURRENTLY reads each table twice and blocks no writes; exclusion constraints and keys WITHOUT OVERLAPS are rebuilt while writes wait. A unique index that has accepted duplicates cannot be rebuilt before they are gone.
@doc https://www.postgresql.org/docs/current/sql-altercollation.html
@access steward_reader
@example select * from steward_internal.check_collation_version_mismatch();
$doc$;

revoke all on function steward_internal.check_collation_version_mismatch() from public;
