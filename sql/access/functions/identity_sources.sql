create or replace function steward_internal.identity_sources(target regclass)
returns table (source text, is_target boolean, claims jsonb)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with nodes as (
    select n.nodes, f.facts, p.polqual::text as tree
    from pg_policy as p
    cross join lateral pg_get_expr(p.polqual, p.polrelid) as e (condition)
    cross join lateral steward_internal.rewrite_condition(p.polrelid, p.polqual::text, e.condition) as r
    cross join lateral steward_internal.fold_expression(coalesce(r.rewritten, e.condition)) as n (nodes)
    cross join lateral steward_internal.condition_facts(p.polrelid, p.polqual::text) as f (facts)
    where p.polrelid = identity_sources.target
  ),
  compared as (
    select
      steward_internal.unfold_expression(n.nodes, s.selected[1]) as source,
      k.pair[1] as key, steward_internal.unfold_expression(n.nodes, k.pair[2]) as claim, n.tree
    from nodes as n
    cross join lateral unnest(n.nodes) as t (node)
    cross join lateral regexp_match(t.node, '^\( SELECT .* FROM (.+) WHERE (\{\d+\})\)$') as s (selected)
    cross join lateral (
      select steward_internal.node_content(n.nodes, s.selected[2]) as content
    ) as w
    cross join lateral regexp_split_to_table(
      case when w.content ~ ' AND ' then w.content else s.selected[2] end, ' AND '
    ) as c (term)
    cross join lateral regexp_match(
      steward_internal.node_content(n.nodes, c.term), '^((?:\w+|"[^"]+")\.(?:\w+|"[^"]+")) = ([^ ]*\{\d+\}[^ ]*)$'
    ) as k (pair)
    -- regexp_match() returns a row of null for what does not match.
    where k.pair is not null
    union all
    select null, k.pair[1], steward_internal.unfold_expression(n.nodes, k.pair[2]), n.tree
    from nodes as n
    cross join lateral unnest(n.nodes) as t (node)
    cross join lateral regexp_match(t.node, '^\((\w+|"[^"]+") = ([^ ]*\{\d+\}[^ ]*)\)$') as k (pair)
    inner join pg_attribute as a on a.attrelid = identity_sources.target and quote_ident(a.attname) = k.pair[1]
    where steward_internal.unfold_expression(n.nodes, k.pair[2], true) !~ (n.facts ->> 'columns')
  ),
  -- Functions that return who asks are seldom more than a call of current_setting().
  explained as (
    select
      c.source, c.key,
      c.claim || coalesce(
        (
          select string_agg(' ' || p.prosrc || coalesce(pg_get_function_sqlbody(p.oid), ''), '')
          from (
            select distinct m.part[1]::oid as function_oid
            from regexp_matches(c.tree, '\{FUNCEXPR :funcid (\d+) ', 'g') as m (part)
          ) as f
          inner join pg_proc as p on p.oid = f.function_oid
          where position(p.proname || '(' in c.claim) > 0
            and p.pronamespace <> 'pg_catalog'::regnamespace
        ),
        ''
      ) as claim
    from compared as c
  ),
  named as (
    select
      c.source, c.key,
      coalesce(
        substring(c.claim from '->> ?''([^'']+)'''), substring(c.claim from '\mclaim\(''([^'']+)'''),
        substring(c.claim from 'current_setting\(''([^'']+)'''),
        case when c.claim ~ 'org|tenant|account|team' then 'org_id' else 'user_id' end
      ) as claim
    from explained as c
  )
  select coalesce(n.source, identity_sources.target::text), n.source is null, jsonb_object_agg(n.claim, n.key)
  from named as n
  group by n.source
  union all
  select
    format(
      '%s as m inner join (select distinct t.%I as org from %s as t) as o on o.org = m.%I',
      steward_internal.membership_of(p), p.organization_column, identity_sources.target, m.org_column
    ),
    false, '{"user_id": "m.user_id"}'
  from steward_internal.protection_of(identity_sources.target) as p
  cross join lateral steward_internal.membership_columns(steward_internal.membership_of(p)) as m
  where p.organization_column is not null
$$;

comment on function steward_internal.identity_sources(regclass) is $doc$
Says where people are found: in columns that policies compare with who asks.

@param target The table.
@returns What to select from, whether that is the table itself, and which column is which claim.
@access steward_reader
@example select source, claims from steward_internal.identity_sources('steward.settings');
$doc$;

revoke all on function steward_internal.identity_sources(regclass) from public;
