create or replace function steward_internal.policy_role(target regclass, policy_name name)
returns name
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.rolname
  from pg_policy as p
  cross join lateral unnest(p.polroles) as o (role_oid)
  inner join pg_roles as r
    on case
      when o.role_oid <> 0 then r.oid = o.role_oid
      -- Whom a policy for everybody is for is said by the grants.
      else r.rolname in (select b.role_name from steward_internal.policy_bound_roles(policy_role.target) as b)
    end
  where p.polrelid = policy_role.target
    and p.polname = policy_role.policy_name
  order by not pg_has_role(session_user, r.oid, 'member'), r.rolname
  limit 1
$$;

comment on function steward_internal.policy_role(regclass, name) is $doc$
Chooses a role that a policy is for, to evaluate it as.

@param target The table.
@param policy_name The policy.
@returns The role; null if the policy is for everybody and no role may use the table.
@access steward_reader
@example select steward_internal.policy_role('steward.settings', 'none');
$doc$;

revoke all on function steward_internal.policy_role(regclass, name) from public;
