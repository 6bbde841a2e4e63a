create or replace function steward_internal.assert_not_null(routine text, arguments jsonb)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_argument text;
  v_type text;
  v_default text;
begin
  select g.key, a.value ->> 'type', a.value ->> 'default'
  into v_argument, v_type, v_default
  from jsonb_each(assert_not_null.arguments) as g
  left join jsonb_array_elements(
    steward_internal.routine_arguments(to_regproc(assert_not_null.routine))
  ) with ordinality as a (value, position) on a.value ->> 'name' = g.key
  where g.value = 'null'
  order by a.position
  limit 1;
  if found then
    raise exception using
      errcode = '22004',
      message = format('%s must not be null', v_argument),
      hint = format('Pass %s', case when v_type = 'boolean' then 'true or false' else 'a value of type ' || v_type end)
        || coalesce(format(', or leave it out for its default, %s', v_default), '') || '.';
  end if;
end
$$;

comment on function steward_internal.assert_not_null(text, jsonb) is $doc$
Raises 22004 if an argument of a routine is null.

A null in a condition is neither true nor false, so a routine would do part of what it does. The hint is made of the
type and the default that the catalog has.

@param routine Name of the routine, with its schema.
@param arguments The arguments that must not be null, as an object of names and values.
@returns Nothing.
@error 22004 One of them is null; of several the first.
@access steward_reader
@example select steward_internal.assert_not_null('steward.sync_schedules', '{"dry_run": false}');
$doc$;

revoke all on function steward_internal.assert_not_null(text, jsonb) from public;
