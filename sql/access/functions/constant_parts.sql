create or replace function steward_internal.constant_parts(target regclass, tree text, condition text)
returns table (part text, query text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with facts as (
    select f.facts, n.nodes
    from steward_internal.condition_facts(constant_parts.target, constant_parts.tree) as f (facts)
    cross join steward_internal.fold_expression(constant_parts.condition) as n (nodes)
  ),
  subselects as (
    select m.part[1] || steward_internal.unfold_expression(f.nodes, m.part[2]) as part, f.facts
    from facts as f
    cross join lateral unnest(f.nodes) as n (node)
    cross join lateral regexp_matches(n.node, '(\mARRAY|\mEXISTS |)(\{\d+\})', 'g') as m (part)
    where n.node !~ '^[''"]'
      and n.node !~ ' IN \{\d+\}'
      and steward_internal.node_content(f.nodes, m.part[2]) ~ '^ SELECT '
  )
  select s.part, format('select format(''%%L::%%s'', v.value, pg_typeof(v.value)) from (select %s) as v (value)', s.part)
  from subselects as s
  -- What takes a column of the row has no value of its own.
  where regexp_replace(s.part, '("([^"]|"")*")|''([^'']|'''')*''', '\1', 'g') !~ (s.facts ->> 'row')
  union
  select
    m.part[1],
    format(
      'select format(''(%%s = any (%%L::%%s))'', %L, v.keys, pg_typeof(v.keys)) '
      'from (select array_agg(distinct %s) from %s where %s) as v (keys)',
      m.part[2], m.part[2], constant_parts.target, m.part[1]
    )
  from facts as f
  -- Neither literals nor sub-selects, in which a column of the table is never without its name.
  cross join lateral regexp_matches(
    steward_internal.unfold_expression(f.nodes, f.nodes[cardinality(f.nodes)], true),
    format('((?:%s)("[^"()]+"|\w+)\))', f.facts ->> 'opaque_calls'), 'g'
  ) as m (part)
  inner join pg_attribute as a on a.attrelid = constant_parts.target and quote_ident(a.attname) = m.part[2]
  where f.facts ->> 'opaque_calls' is not null
$$;

comment on function steward_internal.constant_parts(regclass, text, text) is $doc$
Lists the parts of a condition that are values if it is written by hand.

These are the sub-selects that take no column of the row, and the calls that take one and say whether its row is seen.

@param target The table.
@param tree The condition as the catalog stores it.
@param condition The same as SQL.
@returns Each part, and the query which returns what stands in its place; to be run by the role that the policy is for.
@access steward_reader
@example select part from steward_internal.constant_parts('steward.settings', '', '(name = ( SELECT ''x''::text))');
$doc$;

revoke all on function steward_internal.constant_parts(regclass, text, text) from public;
