create or replace function steward_internal.missed_jobs(as_of timestamptz default now())
returns table (job_name text, cron text, problem text)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job record;
  v_due timestamptz;
begin
  if exists (select from steward_internal.cron_obstacle()) then
    return;
  end if;

  return query
  select s.name, s.cron, s.problem
  from steward_internal.schedule_report(missed_jobs.as_of) as s
  where s.problem like 'missed:%';

  for v_job in
    select coalesce(j.job_name, j.job_id::text) as name, j.cron, r.started_at, r.status
    from steward_internal.cron_jobs() as j
    inner join steward_internal.cron_last_runs() as r on r.job_id = j.job_id
    where j.is_active
      and r.started_at is not null
      and not exists (select from steward.schedules as s where 'steward.' || s.name = j.job_name)
    order by j.job_id
  loop
    select t.previous_tick
    into v_due
    from steward_internal.zoned_cron_ticks(
      v_job.cron, steward_internal.cron_timezone(), missed_jobs.as_of - interval '2 minutes'
    ) as t;
    if v_due < missed_jobs.as_of - interval '2 minutes' and v_job.started_at < v_due then
      return query
      select v_job.name, v_job.cron,
        format('missed: was due at %s, the last run began at %s',
          to_char(v_due at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
          to_char(v_job.started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'));
    end if;
  end loop;
end
$$;

comment on function steward_internal.missed_jobs(timestamptz) is $doc$
Lists the schedules and the other pg_cron jobs that were due and did not run.

Expressions are read in the time zone of the scheduler, and those that only newer releases of pg_cron can
read are left out. A run that may have been purged from the history is not called missed.

@param as_of The moment to look from.
@returns One row for each job that missed its last due time by more than two minutes.
@access steward_reader
@example select job_name, problem from steward_internal.missed_jobs();
$doc$;

revoke all on function steward_internal.missed_jobs(timestamptz) from public;
