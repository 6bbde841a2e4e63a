create or replace function steward_internal.check_failed_schedule_runs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'job',
    null,
    s.name,
    null::numeric,
    format(
      'The last run of schedule %s %s at %s: %s', s.name,
      case last.status when 'failed' then 'failed' when 'timed_out' then 'timed out' else 'was interrupted' end,
      to_char(coalesce(last.finished_at, last.started_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
      left(btrim(coalesce(last.message, 'no message')), 300)
    ),
    null,
    case when failures.count >= 3 then 'critical' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('cron', s.cron, 'failures_in_last_three_runs', failures.count)
  from steward.schedules as s
  cross join lateral (
    select r.*
    from steward.schedule_runs as r
    where r.name = s.name
      and r.status in ('succeeded', 'failed', 'interrupted', 'timed_out')
    order by r.scheduled_for desc, r.attempt desc
    limit 1
  ) as last
  cross join lateral (
    select count(*) filter (where r.status <> 'succeeded') as count
    from (
      select r.status
      from steward.schedule_runs as r
      where r.name = s.name
        and r.status in ('succeeded', 'failed', 'interrupted', 'timed_out')
      order by r.scheduled_for desc, r.attempt desc
      limit 3
    ) as r
  ) as failures
  where last.status <> 'succeeded'
    and not steward_internal.is_cron_here()
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_failed_schedule_runs() is $doc$
Finds schedules whose last run outside of this database's pg_cron failed.

Three failures in a row are critical: nobody can call that a hiccup. A run counts as interrupted if its worker went
away; of a run that was tried again the last attempt counts. Runs that were skipped because the one before was still
going on, and those that are going on, do not count. Where pg_cron is in this database, failed_cron_jobs tells the
same; where it is in another, only what it runs through `run_schedule()` has a record here.

@title Schedule failed
@category schedule
@severity warning
@remedy See the runs in steward.schedule_runs; the message is the error of the command.
@doc https://www.postgresql.org/docs/current/errcodes-appendix.html
@access steward_reader
@example select * from steward_internal.check_failed_schedule_runs();
$doc$;

revoke all on function steward_internal.check_failed_schedule_runs() from public;
