create or replace function steward_internal.unfold_expression(nodes text[], flat text, is_outline boolean default false)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_result text := '';
  v_part text[];
  v_node text;
begin
  for v_part in
    select p.part from regexp_matches(unfold_expression.flat, '([^{]*)(?:\{(\d+)\})?', 'g') as p (part)
  loop
    v_result := v_result || v_part[1];
    continue when v_part[2] is null;
    v_node := unfold_expression.nodes[v_part[2]::integer];
    v_result := v_result || case
      when unfold_expression.is_outline and v_node ~ '^''' then ''''''
      when v_node ~ '^[''"]' then v_node
      when unfold_expression.is_outline and v_node ~ '^\( SELECT ' then '(SELECT)'
      else steward_internal.unfold_expression(unfold_expression.nodes, v_node, unfold_expression.is_outline)
    end;
  end loop;
  return v_result;
end
$$;

comment on function steward_internal.unfold_expression(text[], text, boolean) is $doc$
Puts together again what fold_expression() took apart.

@param nodes The nodes.
@param flat The part to put together.
@param is_outline Leaves out the text of literals and what is inside of sub-selects.
@returns The expression.
@access steward_reader
@example select steward_internal.unfold_expression(n, n[cardinality(n)]) from steward_internal.fold_expression('(a = (1 + 2))') as n;
$doc$;

revoke all on function steward_internal.unfold_expression(text[], text, boolean) from public;
