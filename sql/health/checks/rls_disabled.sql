create or replace function steward_internal.check_rls_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Row level security is off for %s, and %s can reach all of its rows%s.', e.qualified_name,
      array_to_string(e.grantees, ', '),
      case when e.policy_count > 0 then format('; its %s policies do nothing', e.policy_count) else '' end),
    null,
    null,
    null,
    array[format('alter table %s enable row level security;', e.qualified_name)],
    array[format('alter table %s disable row level security;', e.qualified_name)],
    jsonb_build_object('granted_to', e.grantees, 'policies', e.policy_count)
  from steward_internal.exposed_tables() as e
  where not e.has_row_security
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_rls_disabled() is $doc$
Finds tables that application roles can reach without row level security.

Application roles are PUBLIC and those of the setting `health.application_roles` that exist, with what
they inherit; a table counts if one of them may use its schema and read or write the table. Which roles
were looked for is said in the row that says ok, because a list that fits no role would otherwise look
like a clean database.

@title Table without row level security
@category security
@mode static
@severity warning
@remedy Enable row level security and add policies, or revoke the grant if the role does not need the table.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Without a policy nobody but the owner sees a row afterwards: add the policies in the same transaction.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_rls_disabled();
$doc$;

revoke all on function steward_internal.check_rls_disabled() from public;
