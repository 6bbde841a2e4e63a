create or replace function steward.run_schedule_now(name text)
returns table (schedule text, requested_at timestamptz, started_by text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_schedule_exists(run_schedule_now.name);
  update steward.schedules as s
  set requested_at = coalesce(s.requested_at, now())
  where s.name = run_schedule_now.name;
  perform steward_internal.start_own_schedules();

  return query
  select s.name, coalesce(s.requested_at, now()), steward_internal.scheduler()
  from steward.schedules as s
  where s.name = run_schedule_now.name;
end
$$;

comment on function steward.run_schedule_now(text) is $doc$
Asks for a run of a schedule as soon as its scheduler can.

That is in one or two minutes at most. It runs as it always does: by the same role, with its time limit and its retries, and not while it is running
already; then the run is recorded as skipped. A paused schedule runs, too.

@area maintenance
@param name Name of the schedule.
@returns The schedule, since when the run is asked for, and who will start it: pg_cron or worker.
@error SW005 There is no schedule of this name.
@access steward_operator
@example begin; select * from run_schedule_now('record health check'); rollback;
$doc$;

revoke all on function steward.run_schedule_now(text) from public;
