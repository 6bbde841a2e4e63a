create or replace function steward_internal.check_public_table_privileges()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with public_schemas as materialized (
    select s.schema_oid
    from steward_internal.reachable_schemas() as s
    where s.role_oid = 0
  ),
  granted as (
    select
      r.relid,
      array_agg(distinct a.privilege_type) as privileges,
      string_agg(distinct lower(a.privilege_type), ', ') as privilege_list
    from steward_internal.user_relations as r
    inner join pg_class as c on c.oid = r.relid
    inner join public_schemas as s on s.schema_oid = c.relnamespace
    cross join lateral aclexplode(r.relacl) as a
    where r.relacl is not null
      and r.relkind in ('r', 'p', 'v', 'f')
      and r.schema_name not in ('steward', 'steward_internal')
      and a.grantee = 0
      and (
        a.privilege_type in ('TRUNCATE', 'TRIGGER')
        or a.privilege_type in ('INSERT', 'UPDATE', 'DELETE') and not r.relrowsecurity
      )
    group by r.relid
  )
  select
    case r.relkind when 'v' then 'view' when 'f' then 'foreign table' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Every role has %s on %s.', upper(g.privilege_list), r.qualified_name),
    null,
    null,
    null,
    array[format('revoke %s on table %s from public;', g.privilege_list, r.qualified_name)],
    array[format('grant %s on table %s to public;', g.privilege_list, r.qualified_name)],
    jsonb_build_object('privileges', g.privileges)
  from granted as g
  inner join steward_internal.user_relations as r on r.relid = g.relid
$$;

comment on function steward_internal.check_public_table_privileges() is $doc$
Finds tables and views that every role may change.

Counted are INSERT, UPDATE and DELETE where row level security does not look at the rows, and always
TRUNCATE, which no policy sees, and TRIGGER, with which one runs code as the next who writes. A table
in a schema that PUBLIC may not use is left out. What every role may read is the matter of rls_disabled.

@title Every role may change a table
@category security
@mode static
@severity warning
@remedy Revoke the privileges from PUBLIC and grant them to the roles that write the table.
@fix_lock none
@fix_risk Roles that write the table without a grant of their own are refused afterwards.
@doc https://www.postgresql.org/docs/current/ddl-priv.html
@access steward_reader
@example select * from steward_internal.check_public_table_privileges();
$doc$;

revoke all on function steward_internal.check_public_table_privileges() from public;
