create or replace function steward_internal.check_mutable_function_search_path()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    u.schema_name::text,
    format('%s(%s)', u.routine_name, oidvectortypes(u.argument_types)),
    null::numeric,
    format('%s finds its objects by the search_path of whoever calls it.', u.routine::regprocedure),
    null,
    null,
    null,
    array[format('alter routine %s set search_path = %I, pg_temp;', u.routine::regprocedure, u.schema_name)],
    array[format('alter routine %s reset search_path;', u.routine::regprocedure)],
    jsonb_build_object('owner', u.owner_name, 'language', l.lanname)
  from steward_internal.user_routines() as u
  inner join pg_language as l on l.oid = u.language_oid
  where not u.is_definer
    and u.kind in ('f', 'p')
    and l.lanname not in ('c', 'internal', 'sql')
    and not exists (
      select
      from unnest(u.config) as c (setting)
      where c.setting like 'search\_path=%'
    )
$$;

comment on function steward_internal.check_mutable_function_search_path() is $doc$
Finds procedural functions that depend on the search_path of their caller.

They run with the rights of the caller, so nobody gains any; but in an index, a constraint, a trigger or
a restore they may find other objects than were meant, or none. A matter of taste, and off by default.
SQL functions are left out, since a pinned path forbids the planner to inline them; for SECURITY DEFINER
functions see security_definer_search_path.

@title Function without a pinned search_path
@category security
@mode static
@severity info
@enabled false
@remedy Pin the search_path to the schemas that the body needs, or qualify every name in the body.
@fix_lock none
@fix_risk The body must find everything that it uses in the schema of the function; add the schemas that are missing.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html
@access steward_reader
@example select * from steward_internal.check_mutable_function_search_path();
$doc$;

revoke all on function steward_internal.check_mutable_function_search_path() from public;
