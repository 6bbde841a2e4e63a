create or replace function steward_internal.application_roles()
returns table (role_name name, role_oid oid, is_bound boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.rolname, r.oid, not (r.rolsuper or r.rolbypassrls)
  from pg_roles as r
  where r.rolname = any (steward.get_setting('health.application_roles')::text[])
$$;

comment on function steward_internal.application_roles() is $doc$
Lists the roles of the setting `health.application_roles` that exist.

@returns One row for each role; `is_bound` is false for superusers and roles with BYPASSRLS, whom no policy binds.
@access steward_reader
@example select role_name from steward_internal.application_roles();
$doc$;

revoke all on function steward_internal.application_roles() from public;
