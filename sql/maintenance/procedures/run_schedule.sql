create or replace procedure steward.run_schedule(name text)
language plpgsql
as $$
declare
  v_failure jsonb;
begin
  perform steward_internal.assert_schedule_exists(run_schedule.name);
  -- Inside a transaction block this refuses at once.
  commit;
  call steward_internal.run_due_schedule(run_schedule.name, '5 minutes', true, v_failure);
  perform steward_internal.raise_run_failure(run_schedule.name, v_failure);
end
$$;

comment on procedure steward.run_schedule(text) is $doc$
Runs a schedule if it is due, once: what the jobs of pg_cron call.

A time that was kept already does nothing, and one that came while another run went on is recorded as
skipped; so the ticks that pg_cron replays after a long run do no harm. The command has one transaction. Its
error is recorded, and raised again. To run a schedule that is not due: `run_schedule_now()`.

@area maintenance
@param name Name of the schedule.
@error 2D000 It was called inside a transaction block.
@error SW005 There is no schedule of this name.
@access steward_operator
@example call run_schedule('record health check');
$doc$;

revoke all on procedure steward.run_schedule(text) from public;
