create or replace function steward_internal.check_silent_cron_scheduler()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    null::numeric,
    case
      when j.active_jobs = 0 then 'pg_cron has no active job in this database.'
      when l.is_running then format('The launcher of pg_cron is running; it has %s active jobs here.', j.active_jobs)
      else format('pg_cron has %s active jobs in this database, and its launcher is not running.', j.active_jobs)
    end,
    null,
    null,
    case when j.active_jobs = 0 or l.is_running then 'ok' end,
    null::text[],
    null::text[],
    jsonb_build_object('active_jobs', j.active_jobs)
  from (
    select count(*) filter (where c.is_active) as active_jobs
    from steward_internal.cron_jobs() as c
  ) as j
  cross join (
    select exists (
      select
      from pg_stat_activity as a
      where a.application_name = 'pg_cron scheduler'
    ) as is_running
  ) as l
  where steward_internal.is_cron_here()
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_silent_cron_scheduler() is $doc$
Finds that the launcher of pg_cron is gone while jobs depend on it.

After pg_terminate_backend() on the launcher, releases before 1.6.1 schedule nothing until the server
restarts; a role that owned a job and was dropped makes the launcher fail again and again. No job of
anybody runs then, and nothing is recorded. The launcher's session shows its name to every role, but a
launcher that is dead when pg_cron itself runs this check cannot be reported by it: let something from
outside, as `pgsteward health --format nagios`, look as well.

@title Launcher of pg_cron is gone
@category schedule
@scope cluster
@severity critical
@runs_on primary
@remedy Look in the server log for errors of pg_cron; a job whose role is gone must be deleted, otherwise restart the server.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_silent_cron_scheduler();
$doc$;

revoke all on function steward_internal.check_silent_cron_scheduler() from public;
