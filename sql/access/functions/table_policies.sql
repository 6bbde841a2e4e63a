create or replace function steward_internal.table_policies()
returns table (relid oid, policy_name name, role_oid oid, privilege text, is_unconditional boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with policies as materialized (
    select p.polrelid, p.polname, p.polpermissive, r.role_oid, c.privilege,
      case when c.privilege = 'INSERT' and p.polwithcheck is not null then t.is_check_true else t.is_true end as is_true
    from pg_policy as p
    inner join steward_internal.policy_conditions() as t on t.policy_oid = p.oid
    cross join unnest(p.polroles) as r (role_oid)
    inner join (
      values ('r', 'SELECT'), ('a', 'INSERT'), ('w', 'UPDATE'), ('d', 'DELETE')
    ) as c (command, privilege) on p.polcmd::text in (c.command, '*')
  ),
  held as materialized (
    select p.polrelid, p.privilege, p.role_oid from policies as p where not p.polpermissive and not p.is_true
  )
  select p.polrelid, p.polname, p.role_oid, p.privilege,
    p.is_true and not (p.polrelid, p.privilege, p.role_oid) in (select h.* from held as h)
      and not (p.polrelid, p.privilege, 0::oid) in (select h.* from held as h)
  from policies as p
  where p.polpermissive
$$;

comment on function steward_internal.table_policies() is $doc$
Lists whom the permissive policies of all tables let through, for each command.

@returns One row for each policy, role (0 is PUBLIC) and command; without condition is what is true and not held by a restrictive policy.
@access steward_reader
@example select relid::regclass, policy_name from steward_internal.table_policies() where is_unconditional;
$doc$;

revoke all on function steward_internal.table_policies() from public;
