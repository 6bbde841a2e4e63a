create or replace function steward_internal.schedule_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select m.name, '{}'::jsonb, m.value, 'gauge', m.help
  from (
    select
      count(*) as job_count,
      count(*) filter (where s.last_status in ('failed', 'interrupted', 'timed_out')) as failed_count,
      count(*) filter (where s.problem is not null) as problem_count,
      not exists (select from steward_internal.cron_obstacle()) as is_visible
    from steward.schedule_status as s
  ) as s
  cross join lateral (
    values
      ('schedule.jobs', s.job_count::numeric, 'Schedules.'),
      ('schedule.failed_jobs', case when s.is_visible then s.failed_count end,
        'Schedules whose last run failed, timed out or was interrupted.'),
      ('schedule.problem_jobs', case when s.is_visible then s.problem_count end,
        'Schedules with a problem: failed, missed, inactive or unknown to the scheduler.')
  ) as m (name, value, help)
$$;

comment on function steward_internal.schedule_metrics() is $doc$
Counts the schedules and their problems for health_metrics().

@returns What health_metrics() returns.
@access steward_reader
@example select name, value from steward_internal.schedule_metrics();
$doc$;

revoke all on function steward_internal.schedule_metrics() from public;
