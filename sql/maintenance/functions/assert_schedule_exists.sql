create or replace function steward_internal.assert_schedule_exists(name text)
returns void
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from steward.schedules as s where s.name = assert_schedule_exists.name) then
    raise exception using
      errcode = 'SW005',
      message = format('schedule %L does not exist', assert_schedule_exists.name),
      hint = 'List the schedules with: select name from steward.schedules;';
  end if;
end
$$;

comment on function steward_internal.assert_schedule_exists(text) is $doc$
Raises SW005 unless there is a schedule of this name.

@param name Name of the schedule.
@returns Nothing.
@error SW005 There is no schedule of this name.
@access steward_operator
@example select steward_internal.assert_schedule_exists('record health check');
$doc$;

revoke all on function steward_internal.assert_schedule_exists(text) from public;
