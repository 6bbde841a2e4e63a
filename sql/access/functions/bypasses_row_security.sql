create or replace function steward_internal.bypasses_row_security(role_name text)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_roles as r
    where r.rolname = bypasses_row_security.role_name
      and (r.rolsuper or r.rolbypassrls)
  )
$$;

comment on function steward_internal.bypasses_row_security(text) is $doc$
Tells whether a role sees past every policy.

@param role_name The role.
@returns True for superusers and roles with BYPASSRLS.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example select steward_internal.bypasses_row_security(current_user);
$doc$;

revoke all on function steward_internal.bypasses_row_security(text) from public;
