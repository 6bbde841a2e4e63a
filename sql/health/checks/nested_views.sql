create or replace function steward_internal.check_nested_views()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive edges as materialized (
    select distinct w.ev_class as view_oid, d.refobjid as source_oid
    from pg_depend as d
    inner join pg_rewrite as w on w.oid = d.objid
    inner join pg_class as v on v.oid = w.ev_class
    inner join pg_class as source on source.oid = d.refobjid
    where d.classid = 'pg_rewrite'::regclass
      and d.refclassid = 'pg_class'::regclass
      and d.deptype = 'n'
      and v.relkind in ('v', 'm')
      and source.relkind in ('v', 'm')
      and v.oid <> source.oid
      -- The server's own views count as tables.
      and source.oid >= 16384
  ),
  chains as (
    select e.source_oid as view_oid, 1 as depth
    from edges as e
    union
    select e.view_oid, c.depth + 1
    from chains as c
    inner join edges as e on e.source_oid = c.view_oid
    where c.depth < 50
  ),
  deep as materialized (
    select c.view_oid, max(c.depth) as depth
    from chains as c
    group by c.view_oid
    having max(c.depth) > 3
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'view' end,
    r.schema_name::text,
    r.relation_name::text,
    d.depth::numeric,
    format('%s %s reads views that read views, %s deep.',
      case r.relkind when 'm' then 'Materialized view' else 'View' end, r.qualified_name, d.depth),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('reads', (
      select array_agg(s.qualified_name order by s.qualified_name)
      from edges as e
      inner join steward_internal.user_relations as s on s.relid = e.source_oid
      where e.view_oid = d.view_oid
    ))
  from deep as d
  inner join steward_internal.user_relations as r on r.relid = d.view_oid
  where not exists (
    select
    from edges as e
    where e.source_oid = d.view_oid
  )
$$;

comment on function steward_internal.check_nested_views() is $doc$
Finds views that are built upon views more than three deep.

A query of the topmost view joins everything below it, needed or not; estimates get worse at every
level, and a change at the bottom means to build all views again. Only the topmost view of a pile is
reported. Views of the server count as tables. pgwatch draws the line at the same depth.

@title Views are nested deeply
@category schema
@mode static
@severity info
@unit levels
@remedy Write the views that are queried from the tables, or make a level in between a materialized view.
@doc https://www.postgresql.org/docs/current/rules-views.html
@access steward_reader
@example select * from steward_internal.check_nested_views();
$doc$;

revoke all on function steward_internal.check_nested_views() from public;
