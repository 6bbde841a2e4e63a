create or replace function steward.pause_schedule(name text)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_schedule_exists(pause_schedule.name);
  update steward.schedules as s
  set active = false
  where s.name = pause_schedule.name;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = pause_schedule.name;
end
$$;

comment on function steward.pause_schedule(text) is $doc$
Pauses a schedule: its job goes from pg_cron, and the worker leaves it alone.

A run that is going on is not stopped. run_schedule_now() still works.

@area maintenance
@param name Name of the schedule.
@returns What was done in pg_cron, as in `sync_schedules()`.
@error SW005 There is no schedule of this name.
@access steward_operator
@example begin; select * from pause_schedule('record health check'); rollback;
$doc$;

revoke all on function steward.pause_schedule(text) from public;
