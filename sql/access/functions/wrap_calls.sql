create or replace function steward_internal.wrap_calls(nodes text[], flat text, facts jsonb)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outline text := steward_internal.unfold_expression(wrap_calls.nodes, wrap_calls.flat, true);
  v_whole text := steward_internal.unfold_expression(wrap_calls.nodes, wrap_calls.flat);
  v_part text[];
  v_array text;
  v_type text;
begin
  if coalesce(v_outline !~ (wrap_calls.facts ->> 'calls'), true) then
    return v_whole;
  end if;
  if v_outline !~ (wrap_calls.facts ->> 'columns')
    and coalesce(v_whole !~ (wrap_calls.facts ->> 'row'), true)
    and coalesce(v_outline !~ (wrap_calls.facts ->> 'volatile_calls'), true)
  then
    return format('( SELECT %s)', v_whole);
  end if;

  if wrap_calls.flat ~ '^\{\d+\}$' then
    return format(
      '(%s)',
      steward_internal.wrap_calls(wrap_calls.nodes, steward_internal.node_content(wrap_calls.nodes, wrap_calls.flat), facts)
    );
  end if;

  v_part := regexp_match(wrap_calls.flat, '^(.+) ([-+*/<>=~!@#%^&|`?]+) (ANY|ALL) (\{\d+\})$');
  if v_part is not null then
    v_array := steward_internal.node_content(wrap_calls.nodes, v_part[4]);
    v_outline := steward_internal.unfold_expression(wrap_calls.nodes, v_array, true);
    -- Without the cast the server would read the sub-select as a set.
    v_type := coalesce(
      wrap_calls.facts -> 'types' ->> substring(v_array from '^([\w."]+)\{\d+\}$'), substring(v_array from '::([\w ."]+\[\])$')
    );
    return format(
      '%s %s %s (%s)',
      steward_internal.wrap_calls(wrap_calls.nodes, v_part[1], facts), v_part[2], v_part[3],
      case
        when v_type is not null
          and v_outline ~ (facts ->> 'calls')
          and v_outline !~ (facts ->> 'columns')
          and coalesce(v_outline !~ (facts ->> 'volatile_calls'), true)
        then format('( SELECT %s)::%s', steward_internal.unfold_expression(wrap_calls.nodes, v_array), v_type)
        else steward_internal.unfold_expression(wrap_calls.nodes, v_array)
      end
    );
  end if;

  v_part := regexp_match(wrap_calls.flat, '^(.+) ([-+*/<>=~!@#%^&|`?]+|IS(?: NOT)? DISTINCT FROM) (.+)$');
  if v_part is not null then
    return format(
      '%s %s %s',
      steward_internal.wrap_calls(wrap_calls.nodes, v_part[1], facts), v_part[2],
      steward_internal.wrap_calls(wrap_calls.nodes, v_part[3], facts)
    );
  end if;

  v_part := regexp_match(wrap_calls.flat, '^(.+)(::| IS )(.+)$');
  if v_part is not null then
    return steward_internal.wrap_calls(wrap_calls.nodes, v_part[1], facts)
      || v_part[2] || steward_internal.unfold_expression(wrap_calls.nodes, v_part[3]);
  end if;

  v_part := regexp_match(wrap_calls.flat, '^([\w."]+)(\{\d+\})$');
  if v_part is not null then
    return format(
      '%s(%s)', v_part[1],
      (
        select string_agg(steward_internal.wrap_calls(wrap_calls.nodes, a.argument, facts), ', ' order by a.place)
        from regexp_split_to_table(steward_internal.node_content(wrap_calls.nodes, v_part[2]), ', ')
          with ordinality as a (argument, place)
      )
    );
  end if;

  v_part := regexp_match(wrap_calls.flat, '^(.+?)( AND | OR )(.+)$');
  if v_part is not null then
    return steward_internal.wrap_calls(wrap_calls.nodes, v_part[1], facts)
      || v_part[2] || steward_internal.wrap_calls(wrap_calls.nodes, v_part[3], facts);
  end if;
  if wrap_calls.flat ~ '^NOT ' then
    return 'NOT ' || steward_internal.wrap_calls(wrap_calls.nodes, substr(wrap_calls.flat, 5), facts);
  end if;
  return v_whole;
end
$$;

comment on function steward_internal.wrap_calls(text[], text, jsonb) is $doc$
Puts the calls that take no column into sub-selects.

With them goes as much of what is around them as takes none either.

Such a call is evaluated for each row that is looked at; in a sub-select once for each statement. What is built in a
way that it does not know is left as it is.

@param nodes The nodes of the condition.
@param flat The part to rewrite.
@param facts What condition_facts() says of the condition.
@returns The part with its calls wrapped.
@access steward_reader
@example select steward_internal.wrap_calls(n, n[cardinality(n)], '{"calls": "u\\(", "columns": "\\ma\\M"}') from steward_internal.fold_expression('(a = u())') as n;
$doc$;

revoke all on function steward_internal.wrap_calls(text[], text, jsonb) from public;
