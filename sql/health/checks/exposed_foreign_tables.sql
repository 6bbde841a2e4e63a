create or replace function steward_internal.check_exposed_foreign_tables()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'foreign table',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Foreign table %s cannot have row level security, and %s can reach all of its rows on server %I.',
      e.qualified_name, array_to_string(e.grantees, ', '), fs.srvname),
    null,
    null,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('server', fs.srvname, 'granted_to', e.grantees)
  from steward_internal.exposed_relations() as e
  inner join pg_foreign_table as f on f.ftrelid = e.relid
  inner join pg_foreign_server as fs on fs.oid = f.ftserver
  cross join lateral steward_internal.revoke_statements(
    'table ' || e.qualified_name, e.acl, e.owner_oid, '{SELECT,INSERT,UPDATE,DELETE}'
  ) as s
  where not e.is_partition
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_exposed_foreign_tables() is $doc$
Finds foreign tables that application roles can reach.

Policies do not exist for foreign tables, and what the user mapping may do on the other server, everybody
may do who reaches the table: PUBLIC or an application role, see rls_disabled.

@title Foreign table is open to applications
@category security
@mode static
@severity warning
@remedy Revoke the grant, and let the roles read a view with the condition that a policy would have.
@fix_lock none
@fix_risk Queries of these roles on the foreign table fail afterwards.
@doc https://www.postgresql.org/docs/current/ddl-foreign-data.html
@access steward_reader
@example select * from steward_internal.check_exposed_foreign_tables();
$doc$;

revoke all on function steward_internal.check_exposed_foreign_tables() from public;
