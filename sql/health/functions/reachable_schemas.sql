create or replace function steward_internal.reachable_schemas()
returns table (schema_oid oid, role_oid oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with grantees as materialized (
    select g.role_oid, g.grantee
    from steward_internal.application_grantees() as g
  )
  select n.oid, g.role_oid
  from pg_namespace as n
  cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) as a
  inner join grantees as g on g.grantee = a.grantee
  where a.privilege_type = 'USAGE'
  union
  select n.oid, g.role_oid
  from grantees as g
  inner join pg_roles as r on r.oid = g.grantee and r.rolname in ('pg_read_all_data', 'pg_write_all_data')
  cross join pg_namespace as n
$$;

comment on function steward_internal.reachable_schemas() is $doc$
Lists the schemas that PUBLIC and each application role may use.

@returns One row for each pair of a schema and a role; PUBLIC has OID 0.
@access steward_reader
@example select schema_oid::regnamespace from steward_internal.reachable_schemas() where role_oid = 0;
$doc$;

revoke all on function steward_internal.reachable_schemas() from public;
