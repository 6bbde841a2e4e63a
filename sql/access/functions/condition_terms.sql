create or replace function steward_internal.condition_terms(condition text)
returns text[]
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_condition text := condition_terms.condition;
  v_token text[];
  v_depth integer := 0;
  v_term text := '';
  v_terms text[] := array[]::text[];
  v_is_wrapped boolean := v_condition ~ '^\(.*\)$';
begin
  -- Strings and quoted names are tokens of their own, so that nothing in them counts.
  for v_token in
    select m from regexp_matches(v_condition, $re$('(?:[^']|'')*'|"(?:[^"]|"")*"|[()]| AND | OR |[^'"() ]+| )$re$, 'g') as m
  loop
    v_depth := v_depth + case v_token[1] when '(' then 1 when ')' then -1 else 0 end;
    if v_token[1] = ' AND ' and v_depth = v_is_wrapped::integer then
      v_terms := array_append(v_terms, v_term);
      v_term := '';
    elsif v_token[1] = ' OR ' and v_depth <= v_is_wrapped::integer then
      return array[v_condition];
    else
      v_term := v_term || v_token[1];
      -- The first parenthesis was closed before the end, so it did not wrap the whole.
      if v_is_wrapped and v_depth = 0 and length(array_to_string(v_terms || v_term, ' AND ')) < length(v_condition) then
        return array[v_condition];
      end if;
    end if;
  end loop;
  if v_terms = '{}' then
    return array[v_condition];
  end if;
  v_terms := array_append(v_terms, v_term);
  if v_is_wrapped then
    v_terms[1] := substr(v_terms[1], 2);
    v_terms[cardinality(v_terms)] := left(v_terms[cardinality(v_terms)], -1);
  end if;
  return v_terms;
end
$$;

comment on function steward_internal.condition_terms(text) is $doc$
Splits a condition into those that `AND` joins at its top.

@param condition As the server prints it, with parentheses around everything that has an operator.
@returns The conditions; one if there is nothing to split.
@access steward_reader
@example select steward_internal.condition_terms('((a = 1) AND (b = ''x AND y''))');
$doc$;

revoke all on function steward_internal.condition_terms(text) from public;
