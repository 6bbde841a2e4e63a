create or replace function steward_internal.schedule_report(as_of timestamptz default now())
returns table (
  name text,
  cron text,
  command text,
  scheduler text,
  active boolean,
  last_start timestamptz,
  last_status text,
  next_due timestamptz,
  problem text
)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with runs as (
    select
      s.*,
      steward_internal.scheduler() as scheduler,
      j.job_id,
      j.is_active,
      j.cron <> s.cron or j.command <> s.command as is_different,
      late.previous_tick,
      t.next_tick,
      coalesce(c.started_at, w.started_at) as last_start,
      coalesce(c.status, w.status) as last_status,
      coalesce(c.message, w.message) as last_message
    from steward.schedules as s
    cross join (select steward_internal.cron_timezone() as name) as zone
    cross join lateral steward_internal.zoned_cron_ticks(s.cron, zone.name, schedule_report.as_of) as t
    -- Two minutes are more than any scheduler needs to start a job.
    cross join lateral steward_internal.zoned_cron_ticks(
      s.cron, zone.name, schedule_report.as_of - interval '2 minutes'
    ) as late
    left join steward_internal.cron_jobs() as j on j.job_name = 'steward.' || s.name
    left join steward_internal.cron_last_runs() as c on c.job_id = j.job_id
    left join lateral (
      select r.started_at, r.status, r.message
      from steward.schedule_runs as r
      where r.name = s.name
        and steward_internal.scheduler() = 'worker'
      order by r.scheduled_for desc
      limit 1
    ) as w on true
  )
  select
    r.name,
    r.cron,
    r.command,
    r.scheduler,
    case r.scheduler when 'pg_cron' then coalesce(r.is_active, false) else true end,
    r.last_start,
    r.last_status,
    r.next_tick,
    case
      when r.scheduler = 'pg_cron' and r.job_id is null
        then 'not in pg_cron (or owned by another role): select * from steward.sync_schedules();'
      when not r.is_active then 'inactive in pg_cron: select * from steward.sync_schedules();'
      when r.is_different then 'changed in pg_cron: select * from steward.sync_schedules();'
      when r.last_status in ('failed', 'interrupted')
        then format('the last run %s: %s', r.last_status, r.last_message)
      when r.previous_tick > r.created_at
        and r.previous_tick < schedule_report.as_of - interval '2 minutes'
        and coalesce(
          r.last_start < r.previous_tick,
          -- The run of a monthly job may have been purged from the history.
          r.previous_tick >= steward_internal.cron_history_since(schedule_report.as_of)
        )
        then format(
          'missed: was due at %s%s', to_char(r.previous_tick at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
          case r.scheduler when 'worker' then ', is pgsteward worker running?' end
        )
    end
  from runs as r
$$;

comment on function steward_internal.schedule_report(timestamptz) is $doc$
Joins the schedules with what their scheduler did, for schedule_status.

@param as_of The moment to look from.
@returns One row for each schedule.
@access steward_reader
@example select name, problem from steward_internal.schedule_report();
$doc$;

revoke all on function steward_internal.schedule_report(timestamptz) from public;
