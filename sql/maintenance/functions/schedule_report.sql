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
      clock.scheduler,
      clock.is_here,
      clock.launcher_start,
      j.job_id,
      j.is_active,
      j.cron <> s.cron or j.command <> steward_internal.cron_command(s.name, s.command) as is_different,
      case when s.cron is null then s.run_at else late.previous_tick end as last_due,
      case when s.active then coalesce(s.run_at, t.next_tick) end as next_due,
      last.started_at as last_start,
      last.status as last_status,
      last.message as last_message,
      -- What pg_cron of another database runs by itself is in no ledger here.
      clock.scheduler = 'worker' and s.command <> 'call steward.watch_schedules()'
        or clock.is_here
        or clock.scheduler = 'pg_cron' and steward_internal.is_transactional_command(s.command) as is_seen
    from steward.schedules as s
    cross join (
      select
        steward_internal.scheduler() as scheduler,
        steward_internal.is_cron_here() as is_here,
        -- It reads the jobs when it starts; roles that may not see that time know when the server did.
        coalesce(
          (select max(a.backend_start) from pg_stat_activity as a where a.application_name = 'pg_cron scheduler'),
          pg_postmaster_start_time()
        ) as launcher_start,
        steward_internal.cron_timezone() as zone
    ) as clock
    cross join lateral steward_internal.zoned_cron_ticks(s.cron, clock.zone, schedule_report.as_of) as t
    -- Two minutes are more than any scheduler needs to start a job.
    cross join lateral steward_internal.zoned_cron_ticks(
      s.cron, clock.zone, schedule_report.as_of - interval '2 minutes'
    ) as late
    left join steward_internal.cron_jobs() as j on j.job_name = 'steward.' || s.name
    left join steward_internal.cron_last_runs() as c on c.job_id = j.job_id
    left join lateral (
      select r.started_at, r.status, r.message
      from steward.schedule_runs as r
      where r.name = s.name
        and (r.status <> 'skipped' or clock.scheduler = 'worker')
      order by r.id desc
      limit 1
    ) as w on true
    left join lateral (
      select l.started_at, l.status, l.message
      from (
        values
          (w.started_at, w.status, w.message, clock.is_here and steward_internal.is_transactional_command(s.command)),
          (c.started_at, c.status, c.message, false)
      ) as l (started_at, status, message, is_guarded)
      where l.status is not null
      -- A tick that is replayed does nothing, and pg_cron calls that a success.
      order by l.is_guarded desc, l.started_at desc nulls last
      limit 1
    ) as last on true
  )
  select
    r.name,
    r.cron,
    r.command,
    r.scheduler,
    r.active and case when r.is_here and r.cron is not null then coalesce(r.is_active, false) else true end,
    r.last_start,
    r.last_status,
    r.next_due,
    case
      when r.active and r.is_here and r.cron is not null and r.job_id is null
        then 'not in pg_cron (or owned by another role): select * from steward.sync_schedules();'
      when r.active and not r.is_active then 'inactive in pg_cron: select * from steward.sync_schedules();'
      when r.is_active and not r.active then 'paused, but active in pg_cron: select * from steward.sync_schedules();'
      when r.is_different then 'changed in pg_cron: select * from steward.sync_schedules();'
      when r.last_status in ('failed', 'interrupted', 'timed_out')
        then format('the last run %s: %s', replace(r.last_status, '_', ' '), r.last_message)
      when r.is_seen
        and r.active
        and (r.last_due > r.created_at or r.cron is null)
        and r.last_due < schedule_report.as_of - interval '2 minutes'
        and coalesce(
          r.last_start < r.last_due,
          -- The run of a monthly job may have been purged from the history.
          r.last_due >= steward_internal.cron_history_since(schedule_report.as_of)
        )
        then format(
          'missed: was due at %s%s', to_char(r.last_due at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
          case
            when r.scheduler = 'worker' then ', is pgsteward worker running?'
            when r.last_start is null and r.is_here and r.last_due > r.launcher_start
              then ' and has never run; the launcher of pg_cron may never have read the jobs: select * from steward.sync_schedules();'
          end
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
