create or replace function steward_internal.check_inactive_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    coalesce(j.job_name, j.job_id::text),
    null::numeric,
    format('Job %s (%s) is switched off.', coalesce(j.job_name, j.job_id::text), j.cron),
    null,
    null,
    null,
    array[format('select cron.alter_job(%s, active => true);', j.job_id)],
    array[format('select cron.alter_job(%s, active => false);', j.job_id)],
    jsonb_build_object('job_id', j.job_id, 'cron', j.cron)
  from steward_internal.cron_jobs() as j
  where not j.is_active
    and not exists (select from steward.schedules as s where 'steward.' || s.name = j.job_name)
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_inactive_cron_jobs() is $doc$
Finds pg_cron jobs of this database that are switched off.

A job that was switched off for an hour of maintenance is easily forgotten, and nothing ever fails. Those of
pgsteward are left to unsynced_schedules. Row level security of pg_cron shows a role only its own jobs.

@title Scheduled job is switched off
@category schedule
@severity info
@runs_on primary
@remedy Switch it on again, or remove it with cron.unschedule() if nobody needs it any more.
@fix_lock ROW EXCLUSIVE
@fix_risk The job runs again from its next time on; cron.alter_job() has to be granted to roles other than superusers.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_inactive_cron_jobs();
$doc$;

revoke all on function steward_internal.check_inactive_cron_jobs() from public;
