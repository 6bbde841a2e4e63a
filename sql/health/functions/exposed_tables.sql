create or replace function steward_internal.exposed_tables()
returns table (
  schema_name name,
  relation_name name,
  qualified_name text,
  has_row_security boolean,
  policy_count bigint,
  grantees text[]
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tables as (
    select r.*, n.oid as schema_oid, n.nspacl, n.nspowner
    from steward_internal.user_relations as r
    inner join pg_namespace as n on n.nspname = r.schema_name
    where r.relkind in ('r', 'p')
      and n.nspname not in ('steward', 'steward_internal', 'steward_migrations')
  ),
  grants as (
    select t.relid, 'PUBLIC' as grantee
    from tables as t
    where exists (
        select
        from aclexplode(t.relacl) as a
        where a.grantee = 0
          and a.privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
      )
      and exists (
        select
        from aclexplode(coalesce(t.nspacl, acldefault('n', t.nspowner))) as a
        where a.grantee = 0
          and a.privilege_type = 'USAGE'
      )
    union all
    select t.relid, a.role_name::text
    from tables as t
    cross join steward_internal.application_roles() as a
    where has_schema_privilege(a.role_oid, t.schema_oid, 'usage')
      and has_table_privilege(a.role_oid, t.relid, 'select, insert, update, delete')
  )
  select t.schema_name, t.relation_name, t.qualified_name, t.relrowsecurity,
    (select count(*) from pg_policy as p where p.polrelid = t.relid),
    -- Every role has what PUBLIC has, so the others then say nothing.
    case when bool_or(g.grantee = 'PUBLIC') then array['PUBLIC'] else array_agg(g.grantee order by g.grantee) end
  from tables as t
  inner join grants as g on g.relid = t.relid
  group by t.relid, t.schema_name, t.relation_name, t.qualified_name, t.relrowsecurity
$$;

comment on function steward_internal.exposed_tables() is $doc$
Lists the tables that PUBLIC or an application role can read or write.

@returns One row for each table, with its row level security and who reaches it. pgsteward's own schemas are left out.
@access steward_reader
@example select qualified_name, grantees from steward_internal.exposed_tables();
$doc$;

revoke all on function steward_internal.exposed_tables() from public;
