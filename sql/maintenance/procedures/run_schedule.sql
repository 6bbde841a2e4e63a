create or replace procedure steward.run_schedule(name text)
language plpgsql
as $$
declare
  v_search_path text := pg_catalog.current_setting('search_path');
  v_failure jsonb;
begin
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false);
  perform steward_internal.assert_schedule_exists(run_schedule.name);
  perform set_config('search_path', v_search_path, false);
  -- Inside a transaction block this refuses at once.
  commit;
  call steward_internal.run_due_schedule(run_schedule.name, '5 minutes', true, v_failure);
  if v_failure is not null then
    raise using
      errcode = v_failure ->> 'sqlstate',
      message = v_failure ->> 'message',
      detail = pg_catalog.concat_ws(
        E'\n', nullif(v_failure ->> 'detail', ''),
        pg_catalog.format('This was run %s of schedule %L.', v_failure ->> 'run', run_schedule.name)
      ),
      hint = coalesce(nullif(v_failure ->> 'hint', ''), 'See the runs in steward.schedule_runs.');
  end if;
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
