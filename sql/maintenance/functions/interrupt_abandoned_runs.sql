create or replace function steward_internal.interrupt_abandoned_runs()
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.schedule_runs as r
  set status = 'interrupted',
    finished_at = clock_timestamp(),
    message = case
      when exists (select from pg_stat_activity as a where a.pid = r.pid and a.backend_start <= r.started_at)
        then 'it was canceled in its session'
      when r.pid is not null then 'its session is gone'
      when r.worker = 'pg_cron' then 'pg_cron did not start it'
      else 'the worker is gone'
    end
  where r.status = 'running'
    and case
      when r.cron_run_id is not null
        -- pg_cron says a moment after the end of a session how its run ended.
        then r.started_at < clock_timestamp() - interval '1 minute'
          and not exists (select from pg_stat_activity as a where a.pid = r.pid)
      when r.worker = 'pg_cron' then r.started_at < clock_timestamp() - interval '5 minutes'
      else not exists (
        select
        from pg_locks as l
        where l.locktype = 'advisory'
          and l.classid = 20985
          and l.objid = hashtext(r.worker)::oid
          and l.database = (select d.oid from pg_database as d where d.datname = current_database())
          -- A procedure that was canceled leaves the lock to its session.
          and not exists (
            select
            from pg_stat_activity as a
            where a.pid = l.pid
              and a.pid = r.pid
              and a.state = 'idle'
          )
      )
    end;

  select steward_internal.settle_one_shots();
$$;

comment on function steward_internal.interrupt_abandoned_runs() is $doc$
Records that runs were interrupted whose worker or session is gone.

Who runs a schedule holds the advisory lock (20985, hashtext(worker)), and a session that runs one is not idle; a run that pg_cron makes by itself
lives as long as its backend.

@returns Nothing.
@access steward_operator
@example select steward_internal.interrupt_abandoned_runs();
$doc$;

revoke all on function steward_internal.interrupt_abandoned_runs() from public;
