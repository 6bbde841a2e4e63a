create or replace function steward_internal.plan_schedules(
  remote_jobs jsonb default null,
  owner text default current_user
)
returns table (name text, action text, statement text, is_drift boolean)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with place as (
    select
      p.is_remote,
      -- Databases that share a pg_cron must not share the names of jobs.
      case when p.is_remote then '@' || left(md5(current_database()), 6) else '' end as suffix,
      p.is_remote or steward_internal.is_cron_here() as is_in_reach
    from (select plan_schedules.remote_jobs is not null as is_remote) as p
  ),
  jobs as (
    select
      substr(j.jobname, 9, length(j.jobname) - 8 - length(p.suffix)) as name,
      j.*,
      j.username = plan_schedules.owner as is_own
    from place as p
    cross join jsonb_to_recordset(
      coalesce(plan_schedules.remote_jobs, steward_internal.cron_job_rows())
    ) as j (jobid bigint, jobname text, schedule text, command text, database text, username text, active boolean)
    where j.jobname like 'steward.%'
      and right(j.jobname, length(p.suffix)) = p.suffix
      and (j.database = current_database() or j.username = plan_schedules.owner)
  ),
  wanted as (
    select
      s.name,
      s.cron,
      steward_internal.cron_command(s.name, s.command) as command,
      s.active and s.cron is not null as has_job,
      'steward.' || s.name || p.suffix as job_name
    from steward.schedules as s
    cross join place as p
  ),
  pairs as (
    select w.*, w.name as schedule, coalesce(w.name, j.name) as either_name, j.jobid, j.schedule as job_cron,
      j.command as job_command, j.active, j.database, j.username, j.is_own
    from wanted as w
    full join (
      select distinct on (all_jobs.name) all_jobs.*
      from jobs as all_jobs
      order by all_jobs.name, all_jobs.is_own desc
    ) as j on j.name = w.name
    where w.name is not null
      or j.is_own and j.database = current_database()
  ),
  steps as (
    select
      p.*,
      case
        when not place.is_in_reach and steward_internal.scheduler() = 'worker' then 'left to pgsteward worker'
        when not place.is_in_reach
          then format('left to pg_cron in database %s', steward.get_setting('maintenance.cron_database'))
        when p.schedule is null then 'remove'
        when p.jobid is not null and p.database <> current_database() then format('is in database %s', p.database)
        when not p.is_own then format('is owned by %s', p.username)
        when not p.has_job then case when p.active then 'deactivate' else 'none' end
        when p.jobid is null then 'create'
        when p.job_cron <> p.cron or p.job_command <> p.command then 'update'
        when not p.active then 'activate'
        else 'none'
      end as action,
      format('cron.unschedule(%s)', p.jobid) as unschedule,
      case
        when place.is_remote
          then format(
            'cron.schedule_in_database(%L, %L, %L, %L)', p.job_name, p.cron, p.command, current_database()
          )
        else format('cron.schedule(%L, %L, %L)', p.job_name, p.cron, p.command)
      end as schedule_job
    from pairs as p
    cross join place
  )
  select
    s.either_name,
    s.action,
    'select ' || case
      when s.action in ('remove', 'deactivate') then s.unschedule
      when s.action = 'create' or s.action = 'update' and s.active then s.schedule_job
      -- cron.schedule() leaves a job inactive that was, and cron.alter_job() needs a grant.
      when s.action in ('activate', 'update') then s.unschedule || ', ' || s.schedule_job
    end,
    s.action not like 'left to %' and s.action <> 'none'
  from steps as s
$$;

comment on function steward_internal.plan_schedules(jsonb, text) is $doc$
Says what would make the jobs of pg_cron equal to the table schedules.

Only the owner's jobs whose name begins with `steward.` are touched. A schedule that another role has in
pg_cron already gets no second job, because that would run it twice; nor does one whose job is in another
database, because pg_cron would change that one. A schedule that is paused has no job, and neither has a one-shot.

@param remote_jobs Rows of cron.job in the database that has pg_cron, if it is not this one.
@param owner The role that will execute the statements.
@returns One row for each schedule or stale job: the action (create, update, activate, deactivate, remove, none, is owned by a role, is in a database, left to somebody), its statement, and whether pg_cron differs.
@access steward_operator
@example select name, action, statement from steward_internal.plan_schedules();
$doc$;

revoke all on function steward_internal.plan_schedules(jsonb, text) from public;
