create or replace function steward_internal.declared_access()
returns table (target text, role_name text, privileges text, is_granted boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with objects as (
    select format('schema %I', n.nspname) as target, obj_description(n.oid, 'pg_namespace') as doc,
      n.nspacl as acl
    from pg_namespace as n
    where n.nspname in ('steward', 'steward_internal', 'steward_access')
    union all
    select format('routine %s', p.oid::regprocedure), obj_description(p.oid, 'pg_proc'), p.proacl
    from pg_proc as p
    where p.pronamespace::regnamespace::text in ('steward', 'steward_internal', 'steward_access')
    union all
    select format('table %s', c.oid::regclass), obj_description(c.oid, 'pg_class'), c.relacl
    from pg_class as c
    where c.relnamespace::regnamespace::text in ('steward', 'steward_internal', 'steward_access')
      and c.relkind in ('r', 'p', 'v')
  ),
  declared as (
    select o.target, o.acl, split_part(t.value, ' ', 1) as role_name,
      case
        when position(' ' in t.value) > 0 then substring(t.value from position(' ' in t.value) + 1)
        else 'execute'
      end as privileges
    from objects as o
    cross join lateral steward_internal.comment_tags(o.doc) as t
    where t.tag = 'access'
  )
  select d.target, d.role_name, d.privileges,
    not exists (
      select
      from regexp_split_to_table(d.privileges, ', *') as wanted (privilege)
      where not exists (
        select
        from aclexplode(d.acl) as a
        inner join pg_roles as r on r.oid = a.grantee
        where r.rolname = d.role_name
          and lower(a.privilege_type) = wanted.privilege
      )
    )
  from declared as d
$$;

comment on function steward_internal.declared_access() is $doc$
Lists the grants that the `@access` tags of pgsteward's objects declare.

@returns One row for each object and role, and whether the role has all of the privileges.
@access steward_reader
@example select target, privileges from steward_internal.declared_access() where not is_granted;
$doc$;

revoke all on function steward_internal.declared_access() from public;
