create or replace function steward_internal.application_grantees()
returns table (role_oid oid, role_name text, grantee oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select 0::oid, 'PUBLIC', 0::oid
  union all
  select a.role_oid, quote_ident(a.role_name), 0::oid
  from steward_internal.application_roles() as a
  where a.is_bound
  union all
  select a.role_oid, quote_ident(a.role_name), r.oid
  from steward_internal.application_roles() as a
  inner join pg_roles as r on pg_has_role(a.role_oid, r.oid, 'usage')
  where a.is_bound
$$;

comment on function steward_internal.application_grantees() is $doc$
Lists the grantees through which PUBLIC and application roles hold privileges.

Superusers and roles with BYPASSRLS are left out: no grant and no policy limits them.

@returns One row for each pair of a role (quoted where needed; PUBLIC has OID 0) and a grantee whose privileges it has.
@access steward_reader
@example select role_name, grantee from steward_internal.application_grantees();
$doc$;

revoke all on function steward_internal.application_grantees() from public;
