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
  set status = finish_schedule_run.status,
    message = finish_schedule_run.message,
    finished_at = clock_timestamp()
  where r.id = finish_schedule_run.run_id;

  delete from steward.schedule_runs as r
  where r.started_at < now() - steward.get_setting('maintenance.keep_cron_history')::interval
    and r.status <> 'running';
$$;

comment on function steward_internal.finish_schedule_run(bigint, text, text) is $doc$
Records how a run of a worker ended, and removes expired runs.

@param run_id The run that was claimed.
@param status succeeded or failed.
@param message The command tag or the error.
@returns Nothing.
@access steward_operator
@example select steward_internal.finish_schedule_run(0, 'succeeded', 'SELECT 1');
$doc$;

revoke all on function steward_internal.finish_schedule_run(bigint, text, text) from public;
