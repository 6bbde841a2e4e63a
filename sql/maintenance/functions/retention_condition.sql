create or replace function steward_internal.retention_condition(target oid, condition jsonb)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operator text := lower(retention_condition.condition ->> 'operator');
  v_value jsonb := retention_condition.condition -> 'value';
  v_column name;
  v_type text;
  v_type_oid oid;
  v_problem text;
begin
  select a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid
  into v_column, v_type, v_type_oid
  from pg_attribute as a
  where a.attrelid = retention_condition.target
    and a.attname = retention_condition.condition ->> 'column'
    and a.attnum > 0
    and not a.attisdropped;

  v_problem := case
    when jsonb_typeof(retention_condition.condition) <> 'object'
      or retention_condition.condition - '{column,operator,value}'::text[] <> '{}'
      then 'It is not an object of column, operator and value.'
    when v_column is null
      then format('There is no column %L.', retention_condition.condition ->> 'column')
    when v_operator in ('is null', 'is not null') then case
      when retention_condition.condition ? 'value' then format('The operator %s takes no value.', v_operator)
    end
    when v_operator in ('in', 'not in') then case
      when jsonb_typeof(v_value) is distinct from 'array' or v_value = '[]' or v_value @> '[null]'
        then format('The operator %s takes a list of values without nulls.', v_operator)
    end
    when v_operator in ('=', '<>', '<', '<=', '>', '>=') then case
      when coalesce(jsonb_typeof(v_value), 'null') in ('null', 'array', 'object')
        then format('The operator %s takes one value.', v_operator)
    end
    else 'The operators are =, <>, <, <=, >, >=, in, not in, is null and is not null.'
  end;
  if v_problem is not null then
    raise exception using
      errcode = '22023',
      message = 'a condition of a retention policy cannot be like this',
      detail = format('%s The condition is: %s', v_problem, retention_condition.condition),
      hint = 'For example: [{"column": "status", "operator": "in", "value": ["done", "dead"]}]';
  end if;

  return case
    when v_value is null then format('%I %s', v_column, v_operator)
    when v_operator in ('in', 'not in') then format(
      '%I %s (array[%s])', v_column,
      case v_operator
        when 'in' then steward_internal.safe_operator('=', v_type_oid) || ' any'
        else steward_internal.safe_operator('<>', v_type_oid) || ' all'
      end,
      (
        select string_agg(format('%L::%s', e.value, v_type), ', ')
        from jsonb_array_elements_text(v_value) as e (value)
      )
    )
    else format(
      '%I %s %L::%s', v_column, steward_internal.safe_operator(v_operator, v_type_oid), v_value #>> '{}', v_type
    )
  end;
end
$$;

comment on function steward_internal.retention_condition(oid, jsonb) is $doc$
Writes a condition of a retention policy in SQL.

Only a column, one of ten operators and literals of the type of the column can get into it.

@param target The table.
@param condition An object of column, operator and, except for `is null` and `is not null`, value.
@returns An expression in SQL.
@error 22023 The condition cannot be like this.
@access steward_reader
@example select steward_internal.retention_condition('steward.health_runs'::regclass, '{"column": "status", "operator": "=", "value": "ok"}');
$doc$;

revoke all on function steward_internal.retention_condition(oid, jsonb) from public;
