create or replace function steward_internal.check_roles_bypassing_rls()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    r.rolname::text,
    null::numeric,
    format('%s %I has BYPASSRLS: no policy binds it.',
      case when a.role_oid is null then 'Role' else 'Application role' end, r.rolname),
    null,
    case when a.role_oid is not null then 'warning' end,
    null,
    array[format('alter role %I nobypassrls;', r.rolname)],
    array[format('alter role %I bypassrls;', r.rolname)],
    null::jsonb
  from pg_roles as r
  left join steward_internal.application_roles() as a on a.role_oid = r.oid
  where r.rolbypassrls
    and r.rolcanlogin
    and not r.rolsuper
$$;

comment on function steward_internal.check_roles_bypassing_rls() is $doc$
Lists the roles that pass row level security without being superusers.

Roles for backups need it, for an application it is a warning: application roles are those of the
setting `health.application_roles`. Only roles that can log in are listed.

@title Role bypasses row level security
@category security
@scope cluster
@mode static
@severity info
@remedy Give the role a policy of its own instead (for all to the_role using (true)), unless it makes backups.
@fix_lock none
@fix_risk The role sees only what policies show it afterwards, and its pg_dump fails on tables with policies.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_roles_bypassing_rls();
$doc$;

revoke all on function steward_internal.check_roles_bypassing_rls() from public;
