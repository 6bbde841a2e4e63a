create or replace function steward_internal.check_public_create_privilege()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'schema',
    null,
    n.nspname::text,
    null::numeric,
    format('Every role may create objects in schema %I%s.', n.nspname,
      case when path.is_searched then ', which the search_path of this database holds' else '' end),
    null,
    case when not path.is_searched then 'info' end,
    null,
    array[format('revoke create on schema %I from public;', n.nspname)],
    array[format('grant create on schema %I to public;', n.nspname)],
    jsonb_build_object('on_search_path', path.is_searched)
  from pg_namespace as n
  cross join lateral (
    select n.nspname = 'public' or n.nspname in (
      select e.element_name
      from steward_internal.search_path_elements(steward_internal.database_search_path()) as e
    ) as is_searched
  ) as path
  where n.nspname not like 'pg\_temp\_%'
    and n.nspname not like 'pg\_toast%'
    and exists (
      select
      from aclexplode(n.nspacl) as a
      where a.grantee = 0
        and a.privilege_type = 'CREATE'
    )
$$;

comment on function steward_internal.check_public_create_privilege() is $doc$
Finds schemas in which every role may create objects.

Who creates a function there that fits a call better than the one that was meant, has it executed with
the rights of others (CVE-2018-1058): a warning for public and for schemas on the search_path of the
database, an info for others. Since PostgreSQL 15 PUBLIC may not create in public in a new cluster;
databases that came from an older one keep the grant.

@title Every role may create objects in a schema
@category security
@mode static
@severity warning
@remedy Revoke CREATE from PUBLIC and grant it to the roles that run migrations.
@fix_lock none
@fix_risk Roles that create objects there without a grant of their own are refused afterwards.
@doc https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS
@access steward_reader
@example select * from steward_internal.check_public_create_privilege();
$doc$;

revoke all on function steward_internal.check_public_create_privilege() from public;
