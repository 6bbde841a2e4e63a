create or replace function steward_internal.check_definer_functions_past_rls()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    u.schema_name::text,
    format('%s(%s)', u.routine_name, oidvectortypes(u.argument_types)),
    null::numeric,
    format('%s runs as %I, whom row level security of %s does not bind, %sand %s can execute it.', u.routine::regprocedure,
      u.owner_name, steward_internal.name_list(m.tables), case when m.is_dynamic then 'puts SQL together, ' else '' end, callers.list),
    null,
    case when m.is_warning then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('path', m.path, 'owner', u.owner_name, 'tables', m.tables, 'roles', m.roles)
  from (
    select p.via_oid, bool_or(p.relid is null) as is_dynamic, bool_or(p.risk = 'warning') as is_warning,
      array_agg(distinct p.object) as tables, array_agg(distinct p.role_name) as roles,
      (array_agg(p.path order by length(p.path), p.path))[1] as path
    from steward_internal.read_access_risks() as p
    where p.kind = 'function'
    group by p.via_oid
  ) as m
  inner join steward_internal.user_routines() as u on u.routine = m.via_oid
  cross join lateral (
    select case when has_function_privilege('public', u.routine, 'execute') then 'PUBLIC' else steward_internal.name_list(m.roles) end as list
  ) as callers
$$;

comment on function steward_internal.check_definer_functions_past_rls() is $doc$
Finds SECURITY DEFINER functions that read past row level security.

Such a function is the usual way to give more than a policy does, often to the caller alone, which its text does not tell: so
it is an info on tables protected by hand, and a warning, never critical, if a role of requests reaches a table that protect_table()
protects. Look whether it asks who calls, and ignore_finding() if it does; prove_isolation() tries those without arguments.
Reported are those that roles which serve requests (see roles_reaching_past_rls) can execute, that name a guarded table, a
view on one or a function that does, and whose owner no policy holds: a superuser, BYPASSRLS, the owner without
FORCE, or a role with a policy that is always true. What a body puts together at run time is not known: a function of a superuser, of
BYPASSRLS or of the owner of a table without FORCE that has an EXECUTE in PL/pgSQL of more than a literal is a warning, for any table.

@title Function reads past row level security
@category access
@mode static
@severity info
@remedy Let it check current_user_id() in its query, make it SECURITY INVOKER, or force row level security on its owner.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
@access steward_reader
@example select * from steward_internal.check_definer_functions_past_rls();
$doc$;

revoke all on function steward_internal.check_definer_functions_past_rls() from public;
