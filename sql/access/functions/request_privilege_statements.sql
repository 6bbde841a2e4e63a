create or replace function steward_internal.request_privilege_statements(protection steward.protected_tables)
returns table (statement text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with roles as (
    select r.oid, r.rolname
    from pg_roles as r
    where r.rolname in ((protection).user_role, (protection).anon_role, (protection).service_role, (protection).admin_role)
  ),
  needed as (
    select format('schema %I', n.nspname) as object, n.oid, 'usage' as privilege, n.nspname = 'steward' as is_first
    from pg_namespace as n
    where n.nspname in ('steward', 'steward_internal', 'steward_access')
    union all
    select format('function %s', p.oid::regprocedure), p.oid, 'execute', false
    from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    inner join pg_description as d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass
    where n.nspname in ('steward', 'steward_internal', 'steward_access')
      -- That one belongs to steward_resolver; see membership_statements().
      and p.proname <> 'org_ids'
      -- comment_tags() would take apart the comments of all functions for each table.
      and position(E'\n@access steward_anon\n' in d.description || E'\n') > 0
  )
  select format('grant %s on %s to %I', n.privilege, n.object, r.rolname)
  from roles as r
  cross join needed as n
  where not case n.privilege
      when 'usage' then has_schema_privilege(r.oid, n.oid, 'usage')
      else has_function_privilege(r.oid, n.oid, 'execute')
    end
  order by n.privilege desc, n.object
$$;

comment on function steward_internal.request_privilege_statements(steward.protected_tables) is $doc$
Lists the grants that a role needs for requests and for policies.

pgsteward's own roles have them since the installation; this is for roles of the application (`user_role => 'authenticated'`).

@param protection What a table is to be protected with.
@returns The statements that are missing.
@access steward_reader
@example select s.statement from protected_tables as p cross join lateral steward_internal.request_privilege_statements(p) as s;
$doc$;

revoke all on function steward_internal.request_privilege_statements(steward.protected_tables) from public;
