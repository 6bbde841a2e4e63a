create or replace function steward_internal.plan_schedules()
returns table (name text, action text, statement text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with jobs as (
    select substring(j.job_name from '^steward\.(.*)$') as name, j.*
    from steward_internal.cron_jobs() as j
    where j.job_name like 'steward.%'
  ),
  own_jobs as (
    select j.* from jobs as j where j.owner = current_user
  )
  select
    coalesce(s.name, j.name),
    case
      when steward_internal.scheduler() = 'worker' then 'left to pgsteward worker'
      when s.name is null then 'remove'
      when j.name is null then 'create'
      when j.cron <> s.cron or j.command <> s.command then 'update'
      when not j.is_active then 'activate'
      else 'none'
    end,
    case
      when steward_internal.scheduler() = 'worker' then null
      when s.name is null then format('select cron.unschedule(%s)', j.job_id)
      when j.name is null
        then format('select cron.schedule(%L, %L, %L)', 'steward.' || s.name, s.cron, s.command)
      when not j.is_active
        -- cron.schedule() leaves a job inactive that was, and cron.alter_job() needs a grant.
        then format('select cron.unschedule(%s), cron.schedule(%L, %L, %L)',
          j.job_id, 'steward.' || s.name, s.cron, s.command)
      when j.cron <> s.cron or j.command <> s.command
        then format('select cron.schedule(%L, %L, %L)', 'steward.' || s.name, s.cron, s.command)
    end
  from steward.schedules as s
  full join own_jobs as j on j.name = s.name
  where not exists (
    select
    from jobs as other
    where other.name = s.name
      and other.owner <> current_user
  )
$$;

comment on function steward_internal.plan_schedules() is $doc$
Says what would make the jobs of pg_cron equal to the table schedules.

Only the caller's jobs whose name begins with `steward.` are touched. A schedule that another role
has in pg_cron already is left out, because a second job of the same name would run it twice.

@returns One row for each schedule or stale job: the action (create, update, activate, remove, none) and the statement for it.
@access steward_operator
@example select name, action, statement from steward_internal.plan_schedules();
$doc$;

revoke all on function steward_internal.plan_schedules() from public;
