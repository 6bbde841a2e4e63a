create or replace function steward.access_findings()
returns table (
  severity text, finding text, object text, role_name text, path text, detail text, action text, fix_sql text[], status text
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select f.severity, f.check_id, steward_internal.finding_object(f.object_type, f.object_schema, f.object_name), f.evidence ->> 'role',
    f.evidence ->> 'path', f.detail, f.action, f.fix_sql, f.status
  from steward.health_findings(
    checks => array(
      select c.check_id
      from steward.health_checks as c
      where c.category = 'access'
        or c.check_id in (
          'always_true_policies', 'dangerous_role_memberships', 'exposed_foreign_tables', 'exposed_materialized_views',
          'policies_using_user_metadata', 'policies_without_rls', 'powerful_application_roles', 'public_security_definer_functions',
          'public_table_privileges', 'rls_disabled', 'rls_not_forced', 'rls_without_policy', 'roles_bypassing_rls',
          'security_definer_search_path', 'security_definer_views'
        )
    )
  ) as f
  where f.status in ('finding', 'error')
    and f.ignored_because is null
    or f.status = 'skipped'
    and f.evidence ->> 'reason' <> 'disabled'
  order by array_position(array['critical', 'warning', 'info'], f.severity), f.check_id, 3
$$;

comment on function steward.access_findings() is $doc$
Finds who reaches rows that policies were to keep from them, worst first.

These are the findings of the health checks of category access, and of those of category security that are about rows: it
says nothing that the health check does not say, and leaves out what `ignore_finding()` was told. `finding` is the
check_id. For every way, harmless ones as well, see the view `access_paths`.

@area access
@returns One row for each finding; what could not be looked at has the status skipped (or error), and no severity.
@access steward_reader
@access steward_admin
@example select severity, finding, object, path, action from access_findings();
$doc$;

revoke all on function steward.access_findings() from public;
