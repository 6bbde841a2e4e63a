create or replace function steward_internal.rewrite_term(
  nodes text[], flat text, facts jsonb, out rewritten text, out problems text[]
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_content text := steward_internal.node_content(nodes, flat);
  v_word text := case when v_content !~ '^CASE |^ SELECT ' then substring(v_content from ' (?:AND|OR) ') end;
  v_terms text[] := array[]::text[];
  v_term record;
  v_folded text[];
begin
  problems := '{}';
  if v_word is not null then
    for v_term in
      select r.*
      from regexp_split_to_table(v_content, v_word) with ordinality as t (term, place)
      cross join lateral steward_internal.rewrite_term(nodes, t.term, facts) as r
      order by t.place
    loop
      v_terms := v_terms || v_term.rewritten;
      problems := problems || v_term.problems;
      v_folded := steward_internal.fold_expression(v_term.rewritten);
      if v_word = ' OR '
        and steward_internal.unfold_expression(v_folded, v_folded[cardinality(v_folded)], true) !~ (facts ->> 'columns')
        and v_term.rewritten !~ (facts ->> 'row')
      then
        problems := problems || 'or_without_column'::text;
      end if;
    end loop;
    rewritten := format('(%s)', array_to_string(v_terms, v_word));
    return;
  end if;

  if v_content ~ '^EXISTS \{\d+\}$| IN \{\d+\}$' then
    select r.rewritten, r.problems
    into rewritten, problems
    from steward_internal.rewrite_membership(nodes, v_content, facts) as r;
  end if;
  if rewritten is null then
    rewritten := steward_internal.wrap_calls(nodes, flat, facts);
    if rewritten <> steward_internal.unfold_expression(nodes, flat) then
      problems := problems || 'bare_call'::text;
    end if;
  end if;
  v_folded := steward_internal.fold_expression(rewritten);
  problems := problems || array(
    select p.problem
    from steward_internal.unfold_expression(v_folded, v_folded[cardinality(v_folded)], true) as o (outline)
    cross join lateral (
      values
        ('call_per_row', '(?:%s)(?!\))', facts ->> 'opaque_calls'),
        ('volatile_call', '%s', facts ->> 'volatile_calls'),
        ('not_understood', '(?:%s)\)|(?<![\w."])current_setting\(', facts ->> 'calls')
    ) as p (problem, pattern, calls)
    where p.calls is not null
      and o.outline ~ format(p.pattern, p.calls)
  );
  if steward_internal.takes_row(rewritten, facts ->> 'row')
    or exists (
      select
      from unnest(v_folded) as n (node)
      cross join lateral regexp_matches(n.node, ' (?:IN|ANY|ALL) (\{\d+\})', 'g') as m (part)
      cross join lateral steward_internal.node_content(v_folded, m.part[1]) as c (content)
      where c.content ~ '^ SELECT '
        and steward_internal.unfold_expression(v_folded, c.content) ~ (facts ->> 'calls')
        and steward_internal.unfold_expression(v_folded, v_folded[cardinality(v_folded)], true) ~ ' (?:IN|ANY|ALL) \(SELECT\)'
    )
  then
    problems := problems || 'not_understood'::text;
  end if;
end
$$;

comment on function steward_internal.rewrite_term(text[], text, jsonb) is $doc$
Rewrites a condition term by term, to be evaluated once or to use an index.

@param nodes The nodes of the condition.
@param flat The condition, or a term of it.
@param facts What condition_facts() says of the condition.
@returns The condition (unchanged if nothing is known that is better), and what was or is wrong with it.
@access steward_reader
@example select r.* from steward_internal.fold_expression('(a = u())') as n cross join lateral steward_internal.rewrite_term(n, n[cardinality(n)], '{"calls": "u\\(", "columns": "\\ma\\M", "row": "t\\."}') as r;
$doc$;

revoke all on function steward_internal.rewrite_term(text[], text, jsonb) from public;
