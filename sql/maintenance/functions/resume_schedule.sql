create or replace function steward.resume_schedule(name text)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_schedule_exists(resume_schedule.name);
  update steward.schedules as s
  set active = true,
    -- Times during the pause are not missed.
    created_at = case when s.active then s.created_at else now() end
  where s.name = resume_schedule.name;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = resume_schedule.name;
end
$$;

comment on function steward.resume_schedule(text) is $doc$
Lets a schedule that was paused run again.

What was due during the pause is not made up for; a one-shot whose time has passed runs now.

@area maintenance
@param name Name of the schedule.
@returns What was done in pg_cron, as in `sync_schedules()`.
@error SW005 There is no schedule of this name.
@access steward_operator
@example begin; select * from resume_schedule('record health check'); rollback;
$doc$;

revoke all on function steward.resume_schedule(text) from public;
