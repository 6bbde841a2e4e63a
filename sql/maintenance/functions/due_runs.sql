create or replace function steward_internal.due_runs(
  as_of timestamptz,
  grace interval,
  with_ticks boolean default true
)
returns table (
  name text,
  command text,
  scheduled_for timestamptz,
  attempt integer,
  reason text,
  time_limit interval
)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select s.name, s.command, due.scheduled_for, due.attempt, due.reason, s.time_limit
  from steward.schedules as s
  cross join (
    select steward_internal.cron_timezone() as zone, steward_internal.scheduler() as scheduler
  ) as clock
  left join lateral (
    select r.*
    from steward.schedule_runs as r
    where r.name = s.name
      and r.status <> 'skipped'
    order by r.id desc
    limit 1
  ) as last on true
  left join lateral (
    select s.run_at as due_at
    where s.run_at <= due_runs.as_of
    union all
    select t.previous_tick
    from steward_internal.zoned_cron_ticks(s.cron, clock.zone, due_runs.as_of) as t
    where s.cron is not null
      and (due_runs.with_ticks or s.missed_run = 'run_once')
      and t.previous_tick >= s.created_at
  ) as tick on not exists (
    select from steward.schedule_runs as r where r.name = s.name and r.scheduled_for = tick.due_at
  )
  cross join lateral (
    select d.*
    from (
      values
        (1, 'request', s.requested_at, 1),
        (
          2,
          case
            when s.run_at is not null then 'one-shot'
            when tick.due_at >= due_runs.as_of - due_runs.grace then 'tick'
            when s.missed_run = 'run_once' then 'missed'
          end,
          tick.due_at,
          1
        ),
        (
          3,
          case
            when last.status in ('failed', 'interrupted', 'timed_out')
              and last.attempt <= s.retries
              and last.finished_at + s.retry_delay * power(2, last.attempt - 1) <= due_runs.as_of
              then 'retry'
          end,
          last.scheduled_for,
          last.attempt + 1
        )
    ) as d (priority, reason, scheduled_for, attempt)
    where d.scheduled_for is not null
      and d.reason is not null
      and (d.reason = 'request' or s.active)
      and (d.reason <> 'tick' or due_runs.with_ticks)
    order by d.priority
    limit 1
  ) as due
  where clock.scheduler = 'pg_cron'
    or s.command <> 'call steward.watch_schedules()'
$$;

comment on function steward_internal.due_runs(timestamptz, interval, boolean) is $doc$
Lists what is to run now: at most one run for each schedule.

A request comes before the time of the schedule, and that before the retry of an older run. What was missed
is due only with `missed_run` run_once, and only its last time. The watchdog is of use to pg_cron only.

@param as_of The moment to look from.
@param grace How long after its time a tick is still due; later it was missed.
@param with_ticks False leaves out the ticks, which pg_cron starts by itself.
@returns One row for each: the time that it was due, the attempt, and why (request, tick, one-shot, missed, retry).
@access steward_reader
@example select name, scheduled_for, reason from steward_internal.due_runs(now(), '1 minute');
$doc$;

revoke all on function steward_internal.due_runs(timestamptz, interval, boolean) from public;
