create or replace function steward_internal.cancel_overdue_runs()
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run record;
begin
  for v_run in
    select r.id, r.pid, s.time_limit
    from steward.schedule_runs as r
    inner join steward.schedules as s on s.name = r.name
    where r.status = 'running'
      and r.started_at + s.time_limit < clock_timestamp()
      and case
        when r.cron_run_id is null
          then exists (
            select
            from pg_locks as l
            where l.locktype = 'advisory'
              and l.classid = 20985
              and l.objid = hashtext(r.worker)::oid
              and l.pid = r.pid
          )
        else exists (
          select
          from pg_stat_activity as a
          where a.pid = r.pid
            and a.datname = current_database()
            and a.state = 'active'
            -- A later session may have got the number of one that has ended.
            and a.backend_start <= r.started_at + interval '1 second'
        )
      end
    for update of r skip locked
  loop
    begin
      if pg_cancel_backend(v_run.pid) then
        update steward.schedule_runs as r
        set status = 'timed_out',
          finished_at = clock_timestamp(),
          message = format('cancelled after its time limit of %s', v_run.time_limit)
        where r.id = v_run.id;
      end if;
    exception
      when insufficient_privilege then
        raise warning 'run % is past its time limit of %, and % may not cancel session %',
          v_run.id, v_run.time_limit, current_user, v_run.pid;
    end;
  end loop;
  perform steward_internal.settle_one_shots();
end
$$;

comment on function steward_internal.cancel_overdue_runs() is $doc$
Cancels the runs that are past their time limit.

Those of roles that the caller may not cancel go on, with a warning. A session is cancelled only while it is the
one that runs the schedule: it holds the lock of the run, or is the backend of pg_cron that began before it. A
worker ends its runs by itself, with statement_timeout.

@returns Nothing.
@access steward_operator
@example select steward_internal.cancel_overdue_runs();
$doc$;

revoke all on function steward_internal.cancel_overdue_runs() from public;
