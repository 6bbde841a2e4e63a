create or replace function steward_internal.rewrite_condition(
  target regclass, tree text, condition text, out rewritten text, out problems text[]
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    nullif(r.rewritten, steward_internal.unfold_expression(n.nodes, n.nodes[cardinality(n.nodes)])),
    array(select distinct p.problem from unnest(r.problems) as p (problem) order by 1)
  from steward_internal.fold_expression(rewrite_condition.condition) as n (nodes)
  cross join lateral steward_internal.rewrite_term(
    n.nodes, n.nodes[cardinality(n.nodes)],
    steward_internal.condition_facts(rewrite_condition.target, rewrite_condition.tree)
  ) as r
  where rewrite_condition.condition is not null
$$;

comment on function steward_internal.rewrite_condition(regclass, text, text) is $doc$
Rewrites the condition of a policy, to be evaluated once and to use indexes.

@param target The table of the policy.
@param tree The condition as the catalog stores it.
@param condition The same as SQL, with every name qualified.
@returns The condition (null if nothing is known that is better), and what was or is wrong with it.
@access steward_reader
@example select * from steward_internal.rewrite_condition('steward.settings', '', '(name = ''x''::text)');
$doc$;

revoke all on function steward_internal.rewrite_condition(regclass, text, text) from public;
