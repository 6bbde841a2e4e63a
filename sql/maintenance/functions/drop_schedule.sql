create or replace function steward.drop_schedule(name text)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_schedule_exists(drop_schedule.name);
  delete from steward.schedules as s
  where s.name = drop_schedule.name;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = drop_schedule.name;
end
$$;

comment on function steward.drop_schedule(text) is $doc$
Removes a schedule, and its job from pg_cron.

A run that is going on is not stopped.

@area maintenance
@param name Name of the schedule.
@returns What was done in pg_cron, as in `sync_schedules()`; no row if there was no job.
@error SW005 There is no schedule of this name.
@access steward_operator
@example begin; select * from drop_schedule('record health check'); rollback;
$doc$;

revoke all on function steward.drop_schedule(text) from public;
