create or replace procedure steward.watch_schedules()
language plpgsql
as $$
declare
  v_is_elsewhere boolean;
begin
  v_is_elsewhere := steward_internal.begin_watch();
  commit;
  -- Jobs cannot be made in the pg_cron of another database from here.
  if v_is_elsewhere then
    call steward.run_due_schedules('2 minutes', false);
  end if;
end
$$;

comment on procedure steward.watch_schedules() is $doc$
Does what pg_cron does not: time limits, retries, requests, one-shots.

Install schedules it each minute. It cancels runs that are past their time limit, if its role may, records as
interrupted those whose session is gone, copies the runs of commands that pg_cron runs by itself into
`schedule_runs`, and makes a job `steward-once.<name>` for the next minute for each run that is due, also for those
that were missed and should not be. With pg_cron in another database it executes those itself. Two at once do
nothing twice. Without pg_cron it does nothing, since the worker does all of it.

@area maintenance
@error 2D000 It was called inside a transaction block.
@access steward_operator
@example call watch_schedules();
$doc$;

revoke all on procedure steward.watch_schedules() from public;
