create or replace function steward_internal.check_default_privileges_to_public()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'default privileges',
    n.nspname::text,
    format('%s of %s', k.kind, pg_get_userbyid(d.defaclrole)),
    null::numeric,
    format('Every role gets %s on the %s that %I creates%s from now on.', upper(g.privileges), k.kind,
      pg_get_userbyid(d.defaclrole), coalesce(' in schema ' || quote_ident(n.nspname), '')),
    null,
    case when d.defaclobjtype = 'n' or g.privileges in ('select', 'usage') then 'info' end,
    null,
    array[
      concat(target.prefix, format(' revoke %s on %s from public;', g.privileges, k.kind))
    ],
    array[
      concat(target.prefix, format(' grant %s on %s to public;', g.privileges, k.kind))
    ],
    jsonb_build_object('role', pg_get_userbyid(d.defaclrole), 'privileges', g.privileges)
  from pg_default_acl as d
  left join pg_namespace as n on n.oid = d.defaclnamespace
  inner join (values ('r', 'tables'), ('S', 'sequences'), ('n', 'schemas')) as k (type, kind)
    on k.type = d.defaclobjtype::text
  cross join lateral (
    select string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privileges
    from aclexplode(d.defaclacl) as a
    where a.grantee = 0
  ) as g
  cross join lateral (
    select format('alter default privileges for role %I%s', pg_get_userbyid(d.defaclrole),
      coalesce(' in schema ' || quote_ident(n.nspname), '')) as prefix
  ) as target
  where g.privileges is not null
$$;

comment on function steward_internal.check_default_privileges_to_public() is $doc$
Finds default privileges that open future tables to every role.

Tables, sequences and schemas are looked at; nobody sees the grant when one is created. Writing is a
warning, reading alone an info. Those on functions and types are left out: PUBLIC has EXECUTE and USAGE
on these from the start.

@title Future objects are open to every role
@category security
@mode static
@severity warning
@remedy Revoke the default privilege, then look at what was created since it was granted.
@fix_lock none
@fix_risk Objects that exist keep their grants; those created later need grants of their own.
@doc https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
@access steward_reader
@example select * from steward_internal.check_default_privileges_to_public();
$doc$;

revoke all on function steward_internal.check_default_privileges_to_public() from public;
