create or replace function steward_internal.rewrite_membership(
  nodes text[], flat text, facts jsonb, out rewritten text, out problems text[]
)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_part text[] := regexp_match(rewrite_membership.flat, '^(?:EXISTS|(.+) IN) (\{\d+\})$');
  v_left text := v_part[1];
  v_select text := steward_internal.node_content(nodes, v_part[2]);
  v_body text := steward_internal.unfold_expression(nodes, v_select);
  v_inner_facts jsonb := facts || jsonb_build_object('columns', '(?<![\w.:"])(\w+|"[^"]+")\.(\w+|"[^"]+"|\*)(?![\w(."])');
  v_where text[];
  v_term text;
  v_side text[];
  v_key text;
  v_other text;
  v_rest text[] := array[]::text[];
begin
  problems := '{}';
  if regexp_replace(v_body, '("([^"]|"")*")|''([^'']|'''')*''', '\1', 'g') !~ (facts ->> 'row') then
    if v_left is null or steward_internal.unfold_expression(nodes, v_left, true) !~ (facts ->> 'columns') then
      return;
    end if;
    problems := '{in_subselect,not_understood}';
    if v_select !~ '^ SELECT ((?! FROM ).)*,' and coalesce(v_body !~ (facts ->> 'volatile_calls'), true) then
      rewritten := format(
        '(%s = ANY (ARRAY(%s)))', steward_internal.wrap_calls(nodes, v_left, facts), v_body
      );
      problems := '{in_subselect}';
    end if;
    return;
  end if;

  problems := '{correlated_subselect,not_understood}';
  v_part := regexp_match(v_select, '^ SELECT(?: DISTINCT)? ?(.*?)(?: AS [\w"]+)? FROM (.+) WHERE (\{\d+\})$');
  -- An aggregate makes a row of none.
  if v_part is null
    or v_select ~ ' (GROUP BY|HAVING|ORDER BY|LIMIT|OFFSET|UNION|INTERSECT|EXCEPT|FETCH|WINDOW|FOR) '
    or steward_internal.unfold_expression(nodes, v_part[1] || ' ' || v_part[2]) ~ (facts ->> 'row')
    or v_body ~ (facts ->> 'volatile_calls')
    or v_left is null and v_part[1] ~ '\{'
    or v_left is not null and (
      v_part[1] ~ '[,{]' or steward_internal.unfold_expression(nodes, v_left, true) ~ (facts ->> 'columns')
    )
  then
    return;
  end if;

  v_term := steward_internal.node_content(nodes, v_part[3]);
  v_where := case when v_term ~ ' (AND|OR) ' then regexp_split_to_array(v_term, ' AND ') else array[v_part[3]] end;
  foreach v_term in array v_where loop
    if steward_internal.unfold_expression(nodes, v_term) !~ (facts ->> 'row') then
      v_rest := v_rest || steward_internal.wrap_calls(nodes, v_term, v_inner_facts);
      continue;
    end if;
    v_side := regexp_match(steward_internal.node_content(nodes, v_term), '^([^ ]+) = ([^ ]+)$');
    if v_key is not null or v_side is null then
      return;
    end if;
    v_side := array[steward_internal.unfold_expression(nodes, v_side[1]), steward_internal.unfold_expression(nodes, v_side[2])];
    if v_side[2] ~ (facts ->> 'row') then
      v_side := array[v_side[2], v_side[1]];
    end if;
    v_key := v_side[1];
    v_other := v_side[2];
    if v_key !~ format('^\(?%s(\w+|"[^"]+")\)?(::[\w ]+)?$', facts ->> 'row') or v_other ~ (facts ->> 'row') then
      return;
    end if;
    v_key := regexp_replace(v_key, facts ->> 'row', '');
  end loop;
  if v_key is null then
    return;
  end if;

  if v_left is not null then
    v_rest := v_rest || format('(%s = %s)', v_part[1], steward_internal.wrap_calls(nodes, v_left, facts));
  end if;
  rewritten := format(
    '(%s = ANY (ARRAY( SELECT %s FROM %s%s)))', v_key, v_other, steward_internal.unfold_expression(nodes, v_part[2]),
    ' WHERE ' || nullif(array_to_string(v_rest, ' AND '), '')
  );
  problems := '{correlated_subselect}';
end
$$;

comment on function steward_internal.rewrite_membership(text[], text, jsonb) is $doc$
Writes a test of membership as an array, the only form that keeps the index.

The array comes out of an uncorrelated sub-select.

It may be null where the old one was false, which is the same to a policy but not under NOT.

@param nodes The nodes of the condition.
@param flat An EXISTS or IN with its sub-select.
@param facts What condition_facts() says of the condition.
@returns The condition (null if there is no way), and what is wrong with the old one.
@access steward_reader
@example select * from steward_internal.rewrite_membership(array['( SELECT f.a FROM f)'], 'b IN {1}', '{"row": "t\\.", "columns": "\\mb\\M"}');
$doc$;

revoke all on function steward_internal.rewrite_membership(text[], text, jsonb) from public;
