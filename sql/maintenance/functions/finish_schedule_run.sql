create or replace function steward_internal.finish_schedule_run(
  run_id bigint,
  status text,
  message text
)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.schedule_runs as r
  set status = case
      when finish_schedule_run.status = 'failed'
        and clock_timestamp() - r.started_at >= (
          select s.time_limit from steward.schedules as s where s.name = r.name
        )
        then 'timed_out'
      else finish_schedule_run.status
    end,
    message = finish_schedule_run.message,
    finished_at = clock_timestamp()
  where r.id = finish_schedule_run.run_id
    -- The watchdog may have said already that it timed out.
    and r.status = 'running';

  select steward_internal.settle_one_shots();
  select steward_internal.purge_schedule_runs();
$$;

comment on function steward_internal.finish_schedule_run(bigint, text, text) is $doc$
Records how a run ended, and removes expired runs.

A run that failed after its time limit timed out.

@param run_id The run that was claimed.
@param status succeeded, failed or skipped.
@param message The error, or why it was skipped.
@returns Nothing.
@access steward_operator
@example select steward_internal.finish_schedule_run(0, 'succeeded', null);
$doc$;

revoke all on function steward_internal.finish_schedule_run(bigint, text, text) from public;
