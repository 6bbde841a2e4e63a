create or replace function steward_internal.watch_runs()
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_try_advisory_xact_lock(20985, 6) then
    return;
  end if;
  if steward_internal.is_cron_here() then
    perform steward_internal.record_cron_runs();
    perform steward_internal.remove_started_jobs();
  end if;
  perform steward_internal.interrupt_abandoned_runs();
  perform steward_internal.cancel_overdue_runs();
  if steward_internal.is_cron_here() then
    perform steward_internal.start_due_schedules();
    perform steward_internal.wake_scheduler()
    where exists (select from steward_internal.schedule_report() as r where r.problem like 'missed:%');
  end if;
end
$$;

comment on function steward_internal.watch_runs() is $doc$
Does one round of the watchdog, unless another session does one.

If a schedule was missed, it makes the launcher of pg_cron read its jobs again: it may know an old state of them.

@returns Nothing.
@access steward_operator
@example begin; select steward_internal.watch_runs(); rollback;
$doc$;

revoke all on function steward_internal.watch_runs() from public;
