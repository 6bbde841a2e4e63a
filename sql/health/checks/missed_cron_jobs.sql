create or replace function steward_internal.check_missed_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    p.job_name,
    null::numeric,
    format('%s: %s', p.job_name, p.problem),
    null,
    null,
    null,
    case when p.problem like '%sync_schedules()%' then array['select * from steward.sync_schedules();'] end,
    null::text[],
    jsonb_build_object('cron', p.cron)
  from steward_internal.missed_jobs() as p
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_missed_cron_jobs() is $doc$
Finds scheduled jobs that were due and did not run.

pg_cron does not catch up: what was due while its launcher was down, out of slots or the server
restarted leaves no row behind, so a history without failures proves nothing. A job counts as missed
when its last due time is over two minutes old and no run began since. Jobs that never ran and are not
in the table schedules are left out, because pg_cron does not say when a job was made; so are
expressions that only newer releases of pg_cron can read, and runs so long ago that the history may have
lost them. A job that has never run, and was due since the launcher of pg_cron began, may be one that the launcher
has not read: it looks at cron.job only when it is told, and a large transaction, such as an install, makes it miss that. sync_schedules()
tells it again. Expressions are read in cron.timezone where pg_cron has it, else in UTC. Without pg_cron the worker is judged by the same rule.

@title Scheduled job did not run
@category schedule
@severity warning
@remedy If none of the jobs ever ran, make the launcher read them: pgsteward schedule apply. Else see schedule_status; without pg_cron start pgsteward worker, with it look for its launcher in pg_stat_activity and for free background workers.
@fix_lock ROW EXCLUSIVE
@fix_risk Makes the other jobs equal to the table schedules as well; look first: sync_schedules(dry_run => true).
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-MAX-WORKER-PROCESSES
@access steward_reader
@example select * from steward_internal.check_missed_cron_jobs();
$doc$;

revoke all on function steward_internal.check_missed_cron_jobs() from public;
