create or replace view steward.api_reference as
with objects as (
  select
    p.pronamespace as schema_oid,
    p.proname::text as object_name,
    case p.prokind when 'p' then 'procedure' else 'function' end as object_type,
    pg_catalog.format('%I(%s)', p.proname, pg_catalog.oidvectortypes(p.proargtypes)) as signature,
    p.oid as routine_oid,
    null::oid as relation_oid,
    pg_catalog.obj_description(p.oid, 'pg_proc') as doc
  from pg_catalog.pg_proc as p
  union all
  select
    c.relnamespace,
    c.relname::text,
    case c.relkind when 'v' then 'view' else 'table' end,
    pg_catalog.quote_ident(c.relname),
    null,
    c.oid,
    pg_catalog.obj_description(c.oid, 'pg_class')
  from pg_catalog.pg_class as c
  where c.relkind in ('r', 'v')
)
select
  n.nspname::text as schema_name,
  o.object_name,
  o.object_type,
  pg_catalog.format('%I.%s', n.nspname, o.signature) as signature,
  tags.area,
  tags.summary,
  tags.description,
  case when o.routine_oid is not null
    then steward_internal.routine_arguments(o.routine_oid)
  end as arguments,
  case when o.routine_oid is not null
    then steward_internal.routine_columns(o.routine_oid)
    else steward_internal.relation_columns(o.relation_oid)
  end as columns,
  p.proretset as returns_set,
  p.provolatile::text as volatility,
  p.proparallel::text as parallel,
  tags.params,
  tags.returns,
  tags.errors,
  tags.access,
  tags.examples
from objects as o
inner join pg_catalog.pg_namespace as n on n.oid = o.schema_oid
left join pg_catalog.pg_proc as p on p.oid = o.routine_oid
cross join lateral (
  select
    max(t.value) filter (where t.tag = 'area') as area,
    max(pg_catalog.split_part(t.value, E'\n', 1)) filter (where t.tag = 'description') as summary,
    max(t.value) filter (where t.tag = 'description') as description,
    array_agg(t.value) filter (where t.tag = 'param') as params,
    max(t.value) filter (where t.tag = 'returns') as returns,
    array_agg(t.value) filter (where t.tag = 'error') as errors,
    array_agg(t.value) filter (where t.tag = 'access') as access,
    array_agg(t.value) filter (where t.tag = 'example') as examples
  from steward_internal.comment_tags(o.doc) as t
) as tags
where n.nspname in ('steward', 'steward_internal');

comment on view steward.api_reference is $doc$
Describes every routine, view and table of pgsteward as its comment documents it.

The reference pages, the typed client and the conventions test are made from it. `arguments` and
`columns` are arrays of objects with name and type; an argument also says whether it has a default.

@area core
@access steward_reader select
@example select signature, summary from api_reference where schema_name = 'steward' order by 1;
$doc$;
