create or replace function steward_internal.row_calls(tree text)
returns table (function_oid oid, takes_column boolean)
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Names of columns and aliases may hold braces, which the tree escapes.
  v_tree text := regexp_replace(row_calls.tree, '\\.', '', 'g');
  v_before text;
begin
  -- Each pass opens the innermost nodes, so a sub-select goes as a whole once its parts are open.
  loop
    v_before := v_tree;
    v_tree := regexp_replace(v_tree, '\{SUBLINK [^{}]*\}', '', 'g');
    v_tree := regexp_replace(v_tree, '\{FUNCEXPR :funcid (\d+)([^{}]*VAR :varno[^{}]*)\}', 'CALLROW \1 \2', 'g');
    v_tree := regexp_replace(v_tree, '\{FUNCEXPR :funcid (\d+)([^{}]*)\}', 'CALL \1 \2', 'g');
    v_tree := regexp_replace(v_tree, '\{([^{}]*)\}', '\1', 'g');
    exit when v_tree = v_before;
  end loop;

  return query
    select distinct m.part[2]::oid, m.part[1] = 'CALLROW'
    from regexp_matches(v_tree, '(CALLROW|CALL) (\d+)', 'g') as m (part);
end
$$;

comment on function steward_internal.row_calls(text) is $doc$
Lists the functions that a stored condition calls outside of sub-selects.

Such a call is evaluated for every row that is looked at; in a sub-select that reads no column of the
row it is evaluated once. What stands inside a sub-select of any kind is not listed.

@param tree A condition as the catalog stores it (pg_node_tree as text).
@returns One row for each function; `takes_column` tells whether a column is among its arguments.
@access steward_reader
@example select * from steward_internal.row_calls('{FUNCEXPR :funcid 2077 :args <>}');
$doc$;

revoke all on function steward_internal.row_calls(text) from public;
