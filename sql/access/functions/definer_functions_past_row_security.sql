create or replace function steward_internal.definer_functions_past_row_security()
returns table (routine oid, owner_oid oid, relids oid[], guarded_tables text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with recursive guarded as materialized (
    select g.* from steward_internal.guarded_tables() as g
  ),
  routines as materialized (
    select u.routine, u.owner_oid, u.is_definer, u.return_type from steward_internal.user_routines() as u
  ),
  -- A view stands for the tables behind it.
  reach (relid, base) as (
    select g.relid, g.relid
    from guarded as g
    union
    select w.ev_class, r.base
    from reach as r
    inner join pg_depend as d
      on d.refclassid = 'pg_class'::regclass and d.refobjid = r.relid and d.classid = 'pg_rewrite'::regclass
    inner join pg_rewrite as w on w.oid = d.objid and w.ev_class <> r.relid
  ),
  mentions as materialized (
    select m.*
    from steward_internal.routine_mentions(array(select distinct r.relid from reach as r)) as m
  ),
  views as materialized (
    select v.relid, v.guarded_tables from steward_internal.views_past_row_security() as v
  ),
  open_policies as materialized (
    select distinct p.relid, p.role_oid
    from steward_internal.table_policies() as p
    where p.is_unconditional
      and p.role_oid <> 0
  ),
  walk (root, routine, acting_oid) as (
    select r.routine, r.routine, r.owner_oid
    from routines as r
    where r.is_definer
      and r.return_type not in ('trigger'::regtype, 'event_trigger'::regtype)
    union
    select w.root, r.routine, case when r.is_definer then r.owner_oid else w.acting_oid end
    from walk as w
    inner join mentions as m on m.routine = w.routine
    inner join routines as r on r.routine = m.called
  ),
  named as (
    select distinct w.root, w.acting_oid, m.relid, r.base
    from walk as w
    inner join mentions as m on m.routine = w.routine
    inner join reach as r on r.relid = m.relid
  ),
  passing as (
    select n.root, g.relid, g.qualified_name
    from named as n
    inner join guarded as g on g.relid = n.base
    inner join pg_roles as o on o.oid = n.acting_oid
    where o.rolsuper
      or not (g.has_row_security and g.is_forced) and pg_has_role(o.oid, g.owner_oid, 'usage')
      or has_table_privilege(o.oid, n.relid, 'select, insert, update, delete')
        and (
          o.rolbypassrls
          or not g.has_row_security
          or exists (
            select
            from open_policies as p
            where p.relid = g.relid
              and pg_has_role(o.oid, p.role_oid, 'usage')
          )
          or exists (
            select
            from views as v
            where v.relid = n.relid
              and g.qualified_name = any (v.guarded_tables)
          )
        )
  )
  select p.root, r.owner_oid, array_agg(p.relid order by p.qualified_name), array_agg(p.qualified_name order by p.qualified_name)
  from (select distinct p.* from passing as p) as p
  inner join routines as r on r.routine = p.root
  group by p.root, r.owner_oid
$$;

comment on function steward_internal.definer_functions_past_row_security() is $doc$
Lists the SECURITY DEFINER functions whose rows are not those of their caller.

They name a table (or a view on it, or call a function that does), and its row level security does not bind their owner:
he is a superuser, has BYPASSRLS, owns the table without FORCE, or has a policy that is always true. What bodies name is
read out of their text (routine_mentions()). Trigger functions, which nobody can call, are left out.

@returns One row for each function, with its owner and the tables.
@access steward_reader
@example select routine::regprocedure, guarded_tables from steward_internal.definer_functions_past_row_security();
$doc$;

revoke all on function steward_internal.definer_functions_past_row_security() from public;
