create or replace function steward_internal.privilege_statements(protection steward.protected_tables, target regclass)
returns table (relation regclass, statement text, undo text, is_shared boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with roles as (
    select distinct coalesce(r.oid, 0) as role_oid, coalesce(quote_ident(r.rolname), 'public') as role_name
    from unnest(
      array[null, (protection).user_role, (protection).anon_role, (protection).service_role, (protection).admin_role]
    ) as v (role_name)
    left join pg_roles as r on r.rolname = v.role_name
  ),
  wanted as (
    select f.relation, r.oid as role_oid, w.privilege
    from steward_internal.relation_family(privilege_statements.target) as f
    cross join steward_internal.template_privileges(protection) as w
    inner join pg_roles as r on r.rolname = w.role_name
    where f.is_root
  ),
  granted as (
    select f.relation, a.grantee as role_oid, a.privilege_type as privilege, a.is_grantable
    from steward_internal.relation_family(privilege_statements.target) as f
    inner join pg_class as c on c.oid = f.relation
    cross join lateral aclexplode(c.relacl) as a
    where a.grantee <> c.relowner
  ),
  -- To revoke a privilege on the table revokes it on the columns as well.
  granted_columns as (
    select f.relation, a.grantee as role_oid, a.privilege_type as privilege,
      string_agg(quote_ident(c.attname), ', ' order by c.attnum) as columns
    from steward_internal.relation_family(privilege_statements.target) as f
    inner join pg_attribute as c on c.attrelid = f.relation and not c.attisdropped
    cross join lateral aclexplode(c.attacl) as a
    group by 1, 2, 3
  )
  select
    g.relation,
    format('revoke %s on %s from %s', string_agg(lower(g.privilege), ', ' order by g.privilege), g.relation, r.role_name),
    concat_ws(
      '; ',
      format(
        'grant %s on %s to %s%s', string_agg(lower(g.privilege), ', ' order by g.privilege), g.relation, r.role_name,
        case when g.is_grantable then ' with grant option' end
      ),
      string_agg(
        format('grant %s (%s) on %s to %s', lower(g.privilege), c.columns, g.relation, r.role_name), '; ' order by g.privilege
      ) filter (where c.columns is not null)
    ),
    false
  from granted as g
  inner join roles as r on r.role_oid = g.role_oid
  left join granted_columns as c on c.relation = g.relation and c.role_oid = g.role_oid and c.privilege = g.privilege
  where not exists (
    select from wanted as w where w.relation = g.relation and w.role_oid = g.role_oid and w.privilege = g.privilege
  )
  group by g.relation, r.role_name, g.is_grantable
  union all
  select
    w.relation,
    format('grant %s on %s to %s', string_agg(lower(w.privilege), ', ' order by w.privilege), w.relation, r.role_name),
    format('revoke %s on %s from %s', string_agg(lower(w.privilege), ', ' order by w.privilege), w.relation, r.role_name),
    false
  from wanted as w
  inner join roles as r on r.role_oid = w.role_oid
  where not exists (
    select from granted as g where g.relation = w.relation and g.role_oid = w.role_oid and g.privilege = w.privilege
  )
  group by w.relation, r.role_name
  union all
  select
    privilege_statements.target,
    format('grant usage on schema %I to %s', n.nspname, r.role_name),
    format('revoke usage on schema %I from %s', n.nspname, r.role_name),
    true
  from pg_class as t
  inner join pg_namespace as n on n.oid = t.relnamespace
  inner join (select distinct w.role_oid from wanted as w) as w on not has_schema_privilege(w.role_oid, n.oid, 'usage')
  inner join roles as r on r.role_oid = w.role_oid
  where t.oid = privilege_statements.target
  union all
  select
    privilege_statements.target,
    format('grant usage on sequence %s to %s', s.oid::regclass, r.role_name),
    format('revoke usage on sequence %s from %s', s.oid::regclass, r.role_name),
    false
  from pg_depend as d
  inner join pg_class as s on s.oid = d.objid and s.relkind = 'S'
  inner join (select distinct w.role_oid from wanted as w where w.privilege = 'INSERT') as w
    on not has_sequence_privilege(w.role_oid, s.oid, 'usage')
  inner join roles as r on r.role_oid = w.role_oid
  where d.classid = 'pg_class'::regclass
    and d.refclassid = 'pg_class'::regclass
    and d.refobjid = privilege_statements.target
    -- The sequence of an identity column needs no privilege.
    and d.deptype = 'a'
$$;

comment on function steward_internal.privilege_statements(steward.protected_tables, regclass) is $doc$
Lists the grants that a template needs, and the revokes of all that goes beyond.

Partitions get none: rows are reached through their parent. What other roles have stays; they see no row without a
policy of their own.

@param protection What the table is to be protected with.
@param target The table.
@returns What has to be done, the statement that undoes it, and whether other tables may need it too; nothing where the privileges are right.
@access steward_reader
@example select s.statement from protected_tables as p cross join lateral steward_internal.privilege_statements(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as s;
$doc$;

revoke all on function steward_internal.privilege_statements(steward.protected_tables, regclass) from public;
