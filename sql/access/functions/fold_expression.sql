create or replace function steward_internal.fold_expression(expression text)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_nodes text[] := array[]::text[];
  v_flat text := '';
  v_part text[];
  v_group text;
begin
  for v_part in
    select p.part
    from regexp_matches(fold_expression.expression, '([^''"]*)(''(?:[^'']|'''')*''|"(?:[^"]|"")*")?', 'g') as p (part)
  loop
    v_flat := v_flat || regexp_replace(v_part[1], '\s+', ' ', 'g');
    if v_part[2] ~ '^"[^(){} ''"]*"$' then
      v_flat := v_flat || v_part[2];
    elsif v_part[2] is not null then
      v_nodes := v_nodes || v_part[2];
      v_flat := v_flat || '{' || cardinality(v_nodes) || '}';
    end if;
  end loop;

  loop
    v_group := substring(v_flat from '\([^()]*\)');
    exit when v_group is null;
    v_nodes := v_nodes || v_group;
    v_flat := replace(v_flat, v_group, '{' || cardinality(v_nodes) || '}');
  end loop;
  return v_nodes || v_flat;
end
$$;

comment on function steward_internal.fold_expression(text) is $doc$
Takes an expression apart at its parentheses and literals.

The server writes stored expressions with a pair of parentheses around each operator, so that what is between two of
them can be read by patterns: in `{3} AND {7}` nothing is hidden. A number in braces stands for the node of that number.
Quoted names stay where they are, unless they hold what could be misread.

@param expression What pg_get_expr() returns.
@returns The nodes (literals and groups in parentheses), and last the expression itself.
@access steward_reader
@example select steward_internal.fold_expression('((a = 1) AND (b = ''x''::text))');
$doc$;

revoke all on function steward_internal.fold_expression(text) from public;
