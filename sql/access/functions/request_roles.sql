create or replace function steward_internal.request_roles()
returns table (oid oid, role_name name)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.oid, r.rolname
  from pg_roles as r
  where r.rolname in ('steward_user', 'steward_anon')
    or r.rolname in (
      select v.role_name
      from steward.protected_tables as p
      cross join lateral (values (p.user_role), (p.anon_role)) as v (role_name)
    )
$$;

comment on function steward_internal.request_roles() is $doc$
Lists the roles that requests of users run as.

They are pgsteward's own, and those that protected tables name.

@returns One row for each role that exists.
@access steward_reader
@example select role_name from steward_internal.request_roles() order by 1;
$doc$;

revoke all on function steward_internal.request_roles() from public;
