create or replace function steward_internal.exposed_relations()
returns table (
  relid oid,
  relkind "char",
  is_partition boolean,
  schema_name name,
  relation_name name,
  qualified_name text,
  owner_oid oid,
  acl aclitem[],
  has_row_security boolean,
  is_forced boolean,
  policy_count bigint,
  grantees text[],
  readers text[],
  writers text[],
  owners text[]
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with grantees as materialized (
    select g.role_oid, g.role_name, g.grantee, r.rolname
    from steward_internal.application_grantees() as g
    left join pg_roles as r on r.oid = g.grantee
  ),
  relations as materialized (
    select c.oid as relid, c.relnamespace as schema_oid, c.relowner, c.relacl
    from pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and c.relnamespace not in (
        select n.oid
        from pg_namespace as n
        where n.nspname in ('pg_catalog', 'information_schema', 'steward', 'steward_internal')
      )
  ),
  privileges (relid, schema_oid, role_oid, role_name, privilege) as (
    select r.relid, r.schema_oid, g.role_oid, g.role_name, a.privilege_type
    from relations as r
    cross join lateral aclexplode(r.relacl) as a
    inner join grantees as g on g.grantee = a.grantee
    where a.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    union all
    select r.relid, r.schema_oid, g.role_oid, g.role_name, a.privilege_type
    from steward_internal.columns_with_privileges() as k
    inner join relations as r on r.relid = k.relid
    inner join pg_attribute as att on att.attrelid = k.relid and att.attnum = k.attnum
    cross join lateral aclexplode(att.attacl) as a
    inner join grantees as g on g.grantee = a.grantee
    where a.privilege_type in ('SELECT', 'INSERT', 'UPDATE')
    union all
    select r.relid, r.schema_oid, g.role_oid, g.role_name, p.privilege
    from relations as r
    inner join grantees as g on g.grantee = r.relowner
    cross join unnest(array['SELECT', 'INSERT', 'OWNER']) as p (privilege)
    -- An owner whose privileges were revoked still owns, and grants them to himself again.
    union all
    select r.relid, r.schema_oid, g.role_oid, g.role_name,
      case g.rolname when 'pg_read_all_data' then 'SELECT' else 'INSERT' end
    from grantees as g
    cross join relations as r
    where g.rolname in ('pg_read_all_data', 'pg_write_all_data')
  ),
  reached as (
    select
      p.relid,
      p.role_name,
      bool_or(p.privilege = 'SELECT') as may_read,
      bool_or(p.privilege in ('INSERT', 'UPDATE', 'DELETE')) as may_write,
      bool_or(p.privilege = 'OWNER') as is_owner
    from privileges as p
    inner join steward_internal.reachable_schemas() as s
      on s.schema_oid = p.schema_oid and s.role_oid = p.role_oid
    group by p.relid, p.role_name
  ),
  collected as (
    select
      x.relid,
      array_agg(x.role_name order by x.role_name) as grantees,
      array_agg(x.role_name order by x.role_name) filter (where x.may_read) as readers,
      array_agg(x.role_name order by x.role_name) filter (where x.may_write) as writers,
      array_agg(x.role_name order by x.role_name) filter (where x.is_owner) as owners
    from reached as x
    group by x.relid
  )
  select
    r.relid,
    r.relkind,
    r.is_partition,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    r.relowner,
    r.relacl,
    r.relrowsecurity,
    c.relforcerowsecurity,
    coalesce(p.policy_count, 0),
    -- Every role has what PUBLIC has, so the others then say nothing.
    case when 'PUBLIC' = any (x.grantees) then '{PUBLIC}' else x.grantees end,
    case when 'PUBLIC' = any (x.readers) then '{PUBLIC}' else coalesce(x.readers, '{}') end,
    case when 'PUBLIC' = any (x.writers) then '{PUBLIC}' else coalesce(x.writers, '{}') end,
    coalesce(x.owners, '{}')
  from collected as x
  inner join pg_class as c on c.oid = x.relid
  inner join steward_internal.user_relations as r on r.relid = x.relid
  left join (
    select p.polrelid, count(*) as policy_count
    from pg_policy as p
    group by p.polrelid
  ) as p on p.polrelid = x.relid
$$;

comment on function steward_internal.exposed_relations() is $doc$
Lists the tables and views that PUBLIC or an application role can read or write.

Grants on single columns count, and so do ownership, inherited roles, pg_read_all_data and
pg_write_all_data, each only in a schema that the role may use. Superusers and roles with BYPASSRLS
are not looked at. pgsteward's own schemas are left out.

@returns One row for each relation: who reaches it, reads it, writes it, and which roles have the rights of its owner.
@access steward_reader
@example select qualified_name, grantees from steward_internal.exposed_relations();
$doc$;

revoke all on function steward_internal.exposed_relations() from public;
