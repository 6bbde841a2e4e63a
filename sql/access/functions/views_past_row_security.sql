create or replace function steward_internal.views_past_row_security()
returns table (relid oid, owner_name name, guarded_tables text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive definers as materialized (
    -- A materialized view holds what its owner read.
    select r.relid, r.relowner
    from steward_internal.user_relations as r
    where r.relkind = 'm'
      or r.relkind = 'v' and not exists (
        select
        from pg_options_to_table(r.reloptions) as o
        where o.option_name = 'security_invoker'
          and o.option_value::boolean
      )
  ),
  reads as materialized (
    select distinct d.relid as reader, dep.refobjid as relid
    from definers as d
    inner join pg_rewrite as w on w.ev_class = d.relid
    inner join pg_depend as dep on dep.classid = 'pg_rewrite'::regclass and dep.objid = w.oid
    where dep.refclassid = 'pg_class'::regclass
      and dep.refobjid <> d.relid
  ),
  -- Where a view with security_invoker is read, the user of the outermost view counts: the walk ends there.
  walk (relid, reader) as (
    select d.relid, d.relid
    from definers as d
    union
    select w.relid, r.relid
    from walk as w
    inner join reads as r on r.reader = w.reader
    inner join definers as d on d.relid = r.relid
  ),
  guarded as materialized (
    select c.oid as relid, c.relowner, c.relforcerowsecurity, format('%I.%I', n.nspname, c.relname) as qualified_name
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relrowsecurity
  ),
  open_policies as materialized (
    select p.relid, p.role_oid
    from steward_internal.table_policies() as p
    where p.privilege = 'SELECT'
      and p.is_unconditional
      and p.role_oid <> 0
  )
  select
    w.relid,
    (select o.rolname from definers as d inner join pg_roles as o on o.oid = d.relowner where d.relid = w.relid),
    array_agg(distinct g.qualified_name)
  from guarded as g
  inner join reads as r on r.relid = g.relid
  inner join definers as d on d.relid = r.reader
  inner join pg_roles as owner on owner.oid = d.relowner
  inner join walk as w on w.reader = r.reader
  where owner.rolsuper
    or owner.rolbypassrls
    or not g.relforcerowsecurity and pg_has_role(d.relowner, g.relowner, 'usage')
    or exists (
      select from open_policies as p where p.relid = g.relid and pg_has_role(d.relowner, p.role_oid, 'usage')
    )
  group by w.relid
$$;

comment on function steward_internal.views_past_row_security() is $doc$
Lists the views that read tables without the row level security of these.

A view reads as its owner, unless it has security_invoker; the owner passes if he is a superuser, has
BYPASSRLS, owns the table without FORCE ROW LEVEL SECURITY, or has a policy that is always true. Views on such views are listed too.
What functions in a view read is not seen.

@returns One row for each view or materialized view, with its owner and the tables.
@access steward_reader
@example select relid::regclass, guarded_tables from steward_internal.views_past_row_security();
$doc$;

revoke all on function steward_internal.views_past_row_security() from public;
