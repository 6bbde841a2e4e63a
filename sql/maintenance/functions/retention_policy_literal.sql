create or replace function steward_internal.retention_policy_literal(type regtype, value jsonb)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_kind text := jsonb_typeof(retention_policy_literal.value);
  v_is_list boolean := (select t.typcategory = 'A' from pg_type as t where t.oid = retention_policy_literal.type);
  v_literal text;
begin
  if v_kind = 'null' then
    return 'null';
  elsif v_is_list <> (v_kind = 'array') and retention_policy_literal.type <> 'jsonb'::regtype then
    raise exception using
      errcode = '22023',
      message = format(case when v_is_list then '%s is not a list' else '%s is a list' end, retention_policy_literal.value),
      hint = 'keep_per and conditions are lists, and nothing else.';
  elsif retention_policy_literal.type = 'interval'::regtype
    and retention_policy_literal.value #>> '{}' ~* '^[-+@.[:digit:][:space:]]*(e[-+]?\d+)?\s*$' then
    -- PostgreSQL takes them for seconds, of which nobody thinks here.
    raise exception using
      errcode = '22023',
      message = format('%s has no unit', retention_policy_literal.value),
      hint = 'Write an interval, such as 30 days.';
  end if;

  v_literal := quote_literal(
    case
      when v_is_list then array(select e.value from jsonb_array_elements_text(retention_policy_literal.value) as e (value))::text
      when retention_policy_literal.type = 'jsonb'::regtype then retention_policy_literal.value::text
      else retention_policy_literal.value #>> '{}'
    end
  );
  -- The names of tables are looked up by whoever runs the call.
  if retention_policy_literal.type <> 'regclass'::regtype then
    execute format('select %s::%s', v_literal, retention_policy_literal.type);
  end if;
  return v_literal;
end
$$;

comment on function steward_internal.retention_policy_literal(regtype, jsonb) is $doc$
Writes a value as a literal of a type, and makes sure that it is one.

@param type The type of the parameter.
@param value The value.
@returns A literal.
@error 22023 It is a list where none belongs, or no list where one does, or an interval without a unit.
@error 22P02 The type cannot be made of it; other codes of class 22 as well.
@access steward_reader
@example select steward_internal.retention_policy_literal('interval', '"7 days"');
$doc$;

revoke all on function steward_internal.retention_policy_literal(regtype, jsonb) from public;
