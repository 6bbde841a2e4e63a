create or replace function steward_internal.policy_bound_roles(target regclass)
returns table (role_name name, command text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with policies as (
    select
      p.polcmd, o.role_oid,
      coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as condition
    from pg_policy as p
    cross join lateral unnest(p.polroles) as o (role_oid)
    where p.polrelid = policy_bound_roles.target
      and p.polpermissive
  ),
  candidates as (
    select p.role_oid
    from policies as p
    where p.role_oid <> 0
      and p.condition <> 'true'
    union
    -- A policy for everybody is that of whoever may use the table.
    select v.role_oid
    from pg_class as c
    cross join lateral (
      select a.grantee
      from aclexplode(c.relacl) as a
      where a.grantee <> 0
      union all
      select r.oid
      from pg_roles as r
      where r.rolname = 'steward_user'
    ) as v (role_oid)
    where c.oid = policy_bound_roles.target
      and exists (select from policies as p where p.role_oid = 0 and p.condition <> 'true')
  )
  select r.rolname, v.command
  from candidates as k
  inner join pg_roles as r on r.oid = k.role_oid
  inner join pg_class as c on c.oid = policy_bound_roles.target
  cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete')) as v (place, command)
  where c.relrowsecurity
    and r.oid <> c.relowner
    and not r.rolsuper
    and not r.rolbypassrls
    and (c.relforcerowsecurity or not pg_has_role(r.oid, c.relowner, 'usage'))
    and has_schema_privilege(r.oid, c.relnamespace, 'usage')
    and case
      when v.command = 'delete' then has_table_privilege(r.oid, c.oid, 'delete')
      else has_any_column_privilege(r.oid, c.oid, v.command)
    end
    and not exists (
      select
      from policies as p
      where p.condition = 'true'
        and p.polcmd in (
          '*', case v.command when 'select' then 'r' when 'insert' then 'a' when 'update' then 'w' else 'd' end
        )
        and (p.role_oid = 0 or pg_has_role(r.oid, p.role_oid, 'usage'))
    )
  order by r.rolname, v.place
$$;

comment on function steward_internal.policy_bound_roles(regclass) is $doc$
Lists the roles that policies hold to a part of the rows, and their commands.

@param target The table.
@returns One row for each role and command; none where row level security is off.
@access steward_reader
@example select role_name, command from steward_internal.policy_bound_roles('steward.settings');
$doc$;

revoke all on function steward_internal.policy_bound_roles(regclass) from public;
