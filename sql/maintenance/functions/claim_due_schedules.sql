create or replace function steward_internal.claim_due_schedules(
  worker text,
  as_of timestamptz default now()
)
returns table (run_id bigint, name text, command text)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with abandoned as (
    update steward.schedule_runs as r
    set status = 'interrupted',
      finished_at = clock_timestamp(),
      message = 'the worker is gone'
    where r.status = 'running'
      and not exists (
        select
        from pg_locks as l
        where l.locktype = 'advisory'
          and l.classid = 20985
          and l.objid = hashtext(r.worker)::oid
          and l.database = (select d.oid from pg_database as d where d.datname = current_database())
      )
    returning r.id
  ),
  due as (
    select s.name, s.command, t.previous_tick
    from steward.schedules as s
    cross join lateral steward_internal.cron_ticks(s.cron, claim_due_schedules.as_of) as t
    where t.previous_tick >= claim_due_schedules.as_of - interval '1 minute'
      and t.previous_tick >= s.created_at
  ),
  claimed as (
    insert into steward.schedule_runs (name, scheduled_for, worker, status, finished_at, message)
    select d.name, d.previous_tick, claim_due_schedules.worker,
      case when busy.is_running then 'skipped' else 'running' end,
      case when busy.is_running then clock_timestamp() end,
      case when busy.is_running then 'the previous run was still going on' end
    from due as d
    cross join lateral (
      select exists (
        select
        from steward.schedule_runs as r
        where r.name = d.name
          and r.status = 'running'
          and r.id not in (select a.id from abandoned as a)
      ) as is_running
    ) as busy
    on conflict on constraint schedule_runs_once_per_tick do nothing
    returning id, schedule_runs.name, status
  )
  select c.id, c.name, d.command
  from claimed as c
  inner join due as d on d.name = c.name
  where c.status = 'running'
$$;

comment on function steward_internal.claim_due_schedules(text, timestamptz) is $doc$
Claims the schedules that are due in this minute for a worker to run.

A tick is claimed once, however many workers ask. It is skipped while the previous run goes on, and
ticks that passed while no worker was there are not made up for, as in pg_cron. Runs of a worker that
is gone become `interrupted`: a worker that lives holds the advisory lock (20985, hashtext(worker)).

@param worker Name of the worker; its session must hold the lock of that name.
@param as_of The moment to look from.
@returns The runs that the worker now has to make.
@access steward_operator
@example begin; select name, command from steward_internal.claim_due_schedules('me'); rollback;
$doc$;

revoke all on function steward_internal.claim_due_schedules(text, timestamptz) from public;
