create or replace function steward_internal.check_unsynced_schedules()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with visible as (
    select
      -- Row level security of pg_cron shows others only their own jobs.
      (select u.rolsuper or u.rolbypassrls from pg_roles as u where u.rolname = current_user)
        or exists (select from steward_internal.cron_jobs() as j where j.job_name like 'steward.%') as is_complete,
      steward_internal.is_cron_here() as is_here
  ),
  differences as (
    select r.name, r.problem
    from steward_internal.schedule_report() as r
    where r.problem ~ '^(not in|inactive in|changed in) pg_cron'
    union all
    select substr(j.job_name, 9), 'only in pg_cron'
    from steward_internal.cron_jobs() as j
    where j.job_name like 'steward.%'
      and j.owner = current_user
      and not exists (select from steward.schedules as s where 'steward.' || s.name = j.job_name)
  )
  select
    'job',
    null,
    d.name,
    null::numeric,
    format('Schedule %s is %s.', d.name, split_part(d.problem, ':', 1)),
    null,
    null,
    null,
    array['select * from steward.sync_schedules();'],
    null::text[],
    null::jsonb
  from visible as v
  cross join differences as d
  where v.is_here
    and v.is_complete
  union all
  select r.*
  from visible as v
  cross join pg_namespace as n
  inner join pg_roles as o on o.oid = n.nspowner
  cross join lateral steward_internal.skipped_row(
    'privilege', format('Role %I cannot see the jobs of other roles in pg_cron.', current_user),
    format('grant %I to %I; set role %1$I;', o.rolname, current_user)
  ) as r
  where v.is_here
    and not v.is_complete
    and n.nspname = 'steward'
    and exists (select from steward.schedules)
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_unsynced_schedules() is $doc$
Finds schedules that pg_cron does not have as the table schedules wants them.

Somebody changed, switched off or removed the job by hand, or changed the table without sync_schedules(). A
role that is no superuser sees only its own jobs in pg_cron; one that has none of pgsteward's cannot tell.

@title Schedule differs from its pg_cron job
@category schedule
@severity warning
@runs_on primary
@remedy Bring the jobs in line as the role that installed pgsteward, or change the schedule with add_schedule().
@fix_lock ROW EXCLUSIVE
@fix_risk Overwrites what was changed in pg_cron by hand; look first: sync_schedules(dry_run => true).
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_unsynced_schedules();
$doc$;

revoke all on function steward_internal.check_unsynced_schedules() from public;
