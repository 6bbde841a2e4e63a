create or replace procedure steward.run_due_schedules(
  grace interval default '15 minutes',
  with_ticks boolean default true
)
language plpgsql
as $$
declare
  v_name text;
  v_failure jsonb;
begin
  perform steward_internal.assert_not_null(
    'steward.run_due_schedules',
    pg_catalog.jsonb_build_object(
      'grace', run_due_schedules.grace, 'with_ticks', run_due_schedules.with_ticks
    )
  );
  perform steward_internal.interrupt_abandoned_runs();
  perform steward_internal.cancel_overdue_runs();
  -- Inside a transaction block this refuses at once.
  commit;
  for v_name in
    select d.name
    from steward_internal.due_runs(pg_catalog.now(), run_due_schedules.grace, run_due_schedules.with_ticks) as d
    order by d.scheduled_for, d.name
  loop
    call steward_internal.run_due_schedule(
      v_name, run_due_schedules.grace, run_due_schedules.with_ticks, v_failure
    );
    if v_failure is not null then
      raise warning 'schedule % failed: %', v_name, pg_catalog.jsonb_extract_path_text(v_failure, 'message');
    end if;
  end loop;
end
$$;

comment on procedure steward.run_due_schedules(interval, boolean) is $doc$
Runs the schedules that are due, for the cron of the system.

Where there is neither pg_cron nor `pgsteward worker`, let `psql -c 'call steward.run_due_schedules()'` run every
minute. One schedule runs after the other; several calls at once share the work. It executes what fits in one
transaction, and pgsteward's own procedures; any other CALL, VACUUM and its like are recorded as skipped, since
only the worker can run them. It cancels runs of other calls that are past their time limit.

@area maintenance
@param grace How long after its time a schedule is still due; later its run was missed.
@param with_ticks False leaves out the times of the schedules, for pg_cron starts those.
@error 22004 grace or with_ticks is null.
@error 2D000 It was called inside a transaction block.
@access steward_operator
@example call run_due_schedules();
$doc$;

revoke all on procedure steward.run_due_schedules(interval, boolean) from public;
