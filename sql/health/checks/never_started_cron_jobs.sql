create or replace function steward_internal.check_never_started_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    n.job_name,
    null::numeric,
    format(
      'Job %s was due at %s and %s; it has been in pg_cron as it is since %s or before.', n.job_name,
      to_char(n.due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      case when n.waiting_run_id is null then 'has not run once' else format('its run %s has not begun', n.waiting_run_id) end,
      to_char(n.known_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('job_id', n.job_id, 'cron', n.cron, 'database', n.database, 'run_id', n.waiting_run_id)
  from steward_internal.never_started_jobs() as n
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_never_started_cron_jobs() is $doc$
Finds pg_cron jobs that were due and never began, or wait to start for ever.

pg_cron does not say when a job was made or changed. But transactions are numbered: what another transaction wrote
after the one that last changed the job, a run that ended or a snapshot of the statistics, has a time, and at
that time the job was there. A job counts if it is active, was due after such a time and over two minutes
ago, and either no run, in a history that reaches back so far, or one that waits to start: where all background
workers are in use, the launcher of old releases waits for one and starts no job of anybody meanwhile. missed_cron_jobs
judges jobs that ran before, and the schedules of pgsteward. Expressions that only newer releases of pg_cron can read are left out. Row level
security of pg_cron shows a role only its own jobs.

@title Scheduled job never started
@category schedule
@severity warning
@runs_on primary
@remedy The launcher may never have read the job, if a large transaction made it: any change of cron.job, as by pgsteward schedule apply, makes it read all of them. Else see whether the launcher of pg_cron lives (silent_cron_scheduler), whether the job can run at all (orphaned_cron_jobs), and in the server log whether background workers ran out; then raise max_worker_processes and restart the server.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_never_started_cron_jobs();
$doc$;

revoke all on function steward_internal.check_never_started_cron_jobs() from public;
