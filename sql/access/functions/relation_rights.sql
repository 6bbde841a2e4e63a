create or replace function steward_internal.relation_rights(relids oid[])
returns table (role_oid oid, relid oid, privilege text, grantee oid, steps integer, path text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with relations as materialized (
    select c.oid, c.relnamespace, coalesce(c.relacl, acldefault('r', c.relowner)) as acl
    from unnest(relation_rights.relids) as u (oid)
    inner join pg_class as c on c.oid = u.oid
  ),
  grants as materialized (
    select r.oid, r.relnamespace, a.grantee, a.privilege_type
    from relations as r
    cross join lateral aclexplode(r.acl) as a
    union
    select r.oid, r.relnamespace, a.grantee, a.privilege_type
    from relations as r
    inner join pg_attribute as c on c.attrelid = r.oid and not c.attisdropped
    cross join lateral aclexplode(c.attacl) as a
    union
    select r.oid, r.relnamespace, g.oid, p.privilege
    from relations as r
    cross join (
      values
        ('pg_read_all_data', 'SELECT'), ('pg_write_all_data', 'INSERT'), ('pg_write_all_data', 'UPDATE'),
        ('pg_write_all_data', 'DELETE')
    ) as p (role_name, privilege)
    inner join pg_roles as g on g.rolname = p.role_name
  ),
  schemas as materialized (
    select n.oid as schema_oid, r.oid as role_oid
    from (select distinct g.relnamespace as oid from grants as g) as n
    cross join pg_roles as r
    where has_schema_privilege(r.oid, n.oid, 'usage')
  ),
  holders as materialized (
    select p.member_oid, p.role_oid, p.steps, p.path
    from steward_internal.role_paths() as p
    where not p.by_set
    union all
    select r.oid, 0, 1, ' → PUBLIC'
    from pg_roles as r
  )
  select distinct on (h.member_oid, g.oid, g.privilege_type)
    h.member_oid, g.oid, g.privilege_type, g.grantee, h.steps, h.path
  from grants as g
  inner join holders as h on h.role_oid = g.grantee
  inner join schemas as s on s.schema_oid = g.relnamespace and s.role_oid = h.member_oid
  order by h.member_oid, g.oid, g.privilege_type, h.steps, h.path
$$;

comment on function steward_internal.relation_rights(oid[]) is $doc$
Lists the privileges that roles have on relations, and through whom.

Grants on single columns count, and so do pg_read_all_data and pg_write_all_data; without USAGE on the schema none does.
What superusers have without a grant is left out.

@param relids The relations.
@returns One row for each role, relation and privilege, with the shortest way to it.
@access steward_reader
@example select role_oid::regrole, privilege from steward_internal.relation_rights(array['steward.settings'::regclass]);
$doc$;

revoke all on function steward_internal.relation_rights(oid[]) from public;
