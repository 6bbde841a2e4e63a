create or replace function steward_internal.claim_due_schedules(
  worker text,
  as_of timestamptz default now(),
  only_name text default null,
  grace interval default '1 minute',
  with_ticks boolean default true
)
returns table (run_id bigint, name text, command text, time_limit interval)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_not_null(
    'steward_internal.claim_due_schedules',
    jsonb_build_object(
      'worker', claim_due_schedules.worker, 'as_of', claim_due_schedules.as_of,
      'grace', claim_due_schedules.grace, 'with_ticks', claim_due_schedules.with_ticks
    )
  );
  perform steward_internal.interrupt_abandoned_runs();
  if not exists (
    select
    from steward_internal.due_runs(
      claim_due_schedules.as_of, claim_due_schedules.grace, claim_due_schedules.with_ticks
    ) as d
    where d.name = coalesce(claim_due_schedules.only_name, d.name)
  ) then
    return;
  end if;

  -- Runs of one schedule for different reasons must see each other.
  perform pg_advisory_xact_lock(20985, 4);
  return query
  with due as materialized (
    select d.*
    from steward_internal.due_runs(
      claim_due_schedules.as_of, claim_due_schedules.grace, claim_due_schedules.with_ticks
    ) as d
    where d.name = coalesce(claim_due_schedules.only_name, d.name)
  ),
  answered as (
    update steward.schedules as s
    set requested_at = null
    from due as d
    where s.name = d.name
      and d.reason = 'request'
  ),
  claimed as (
    insert into steward.schedule_runs as r
      (name, scheduled_for, attempt, worker, status, finished_at, message)
    select d.name, d.scheduled_for, d.attempt, claim_due_schedules.worker,
      case when busy.is_running then 'skipped' else 'running' end,
      case when busy.is_running then clock_timestamp() end,
      case when busy.is_running then 'the previous run was still going on' end
    from due as d
    cross join lateral (
      select exists (
        select
        from steward.schedule_runs as other
        where other.name = d.name
          and (
            other.status = 'running'
            -- pg_cron replays a tick that passed during a run when that has ended.
            or d.reason in ('tick', 'missed')
            and d.scheduled_for > other.started_at
            and d.scheduled_for < other.finished_at
          )
      ) as is_running
    ) as busy
    on conflict on constraint schedule_runs_once_per_tick do nothing
    returning r.id, r.name, r.status
  )
  select c.id, c.name, d.command, d.time_limit
  from claimed as c
  inner join due as d on d.name = c.name
  where c.status = 'running';
end
$$;

comment on function steward_internal.claim_due_schedules(text, timestamptz, text, interval, boolean) is $doc$
Claims the runs that are due for a worker to make.

A tick is claimed once, however many workers ask. It is skipped if it came while another run of the schedule
went on. Runs of a worker that is gone become `interrupted`: a worker that lives holds the advisory lock
(20985, hashtext(worker)).

@param worker Name of the worker; its session must hold the lock of that name.
@param as_of The moment to look from.
@param only_name The only schedule to look at, null for all.
@param grace How long after its time a tick is still due.
@param with_ticks False leaves out the ticks, which pg_cron starts by itself.
@returns The runs that the worker now has to make.
@error 22004 worker, as_of, grace or with_ticks is null.
@access steward_operator
@example begin; select name, command from steward_internal.claim_due_schedules('me'); rollback;
$doc$;

revoke all on function steward_internal.claim_due_schedules(text, timestamptz, text, interval, boolean)
from public;
