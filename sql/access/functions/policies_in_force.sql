create or replace function steward_internal.policies_in_force(target regclass)
returns table (
  policy_name name, role_names name[], command text, is_permissive boolean, using_expression text, check_expression text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    p.polname,
    array(
      select coalesce(r.rolname, 'public')
      from unnest(p.polroles) as u (role_oid)
      left join pg_roles as r on r.oid = u.role_oid
      order by 1
    ),
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    p.polpermissive,
    pg_get_expr(p.polqual, p.polrelid),
    pg_get_expr(p.polwithcheck, p.polrelid)
  from pg_policy as p
  where p.polrelid = policies_in_force.target
$$;

comment on function steward_internal.policies_in_force(regclass) is $doc$
Lists the policies of a table as the catalog has them, with qualified names.

@param target The table.
@returns One row for each policy.
@access steward_reader
@example select policy_name from steward_internal.policies_in_force('steward.settings');
$doc$;

revoke all on function steward_internal.policies_in_force(regclass) from public;
