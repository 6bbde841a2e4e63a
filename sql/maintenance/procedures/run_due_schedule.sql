create or replace procedure steward_internal.run_due_schedule(
  only_name text,
  grace interval,
  with_ticks boolean,
  inout failure jsonb default null
)
language plpgsql
as $$
declare
  v_search_path text := pg_catalog.current_setting('search_path');
  v_run record;
  v_state text;
  v_message text;
  v_detail text;
  v_hint text;
begin
  run_due_schedule.failure := null;
  select b.*
  into v_run
  from steward_internal.begin_due_schedule(
    run_due_schedule.only_name, run_due_schedule.grace, run_due_schedule.with_ticks
  ) as b;
  commit;

  if v_run.is_transactional then
    begin
      execute v_run.command;
      -- The command may have changed it for the session.
      perform pg_catalog.set_config('search_path', v_search_path, false);
      perform steward_internal.finish_schedule_run(v_run.run_id, 'succeeded', null);
    exception
      when query_canceled or others then
        get stacked diagnostics
          v_state := returned_sqlstate,
          v_message := message_text,
          v_detail := pg_exception_detail,
          v_hint := pg_exception_hint;
        run_due_schedule.failure := pg_catalog.jsonb_build_object(
          'run', v_run.run_id, 'sqlstate', v_state, 'message', v_message, 'detail', v_detail, 'hint', v_hint
        );
        perform steward_internal.finish_schedule_run(
          v_run.run_id, 'failed', pg_catalog.format('%s: %s', v_state, v_message)
        );
    end;
  -- Only a static CALL may commit.
  elsif v_run.is_maintenance then
    call steward.run_database_maintenance();
    perform steward_internal.finish_schedule_run(v_run.run_id, 'succeeded', null);
  elsif v_run.is_analysis then
    call steward.run_deep_analysis();
    perform steward_internal.finish_schedule_run(v_run.run_id, 'succeeded', null);
  elsif v_run.is_purge then
    call steward.purge_cron_history();
    perform steward_internal.finish_schedule_run(v_run.run_id, 'succeeded', null);
  elsif v_run.run_id is not null then
    perform steward_internal.finish_schedule_run(
      v_run.run_id, 'skipped', 'no procedure can execute this command: let pgsteward worker run it'
    );
  end if;
  perform steward_internal.let_go_of_runs();
  commit;
end
$$;

comment on procedure steward_internal.run_due_schedule(text, interval, boolean, jsonb) is $doc$
Claims the run of a schedule that is due, executes it, and records how it ended.

The claim is committed before, so that no other session makes the same run; what the command did is
committed with the record of its end. The session holds an advisory lock for as long as it runs.

@param only_name Name of the schedule.
@param grace How long after its time a tick is still due.
@param with_ticks False leaves out the ticks, which pg_cron starts by itself.
@param failure Becomes the error of the command, null if there was none.
@error 2D000 It was called inside a transaction block.
@access steward_operator
@example call steward_internal.run_due_schedule('none', '1 minute', true);
$doc$;

revoke all on procedure steward_internal.run_due_schedule(text, interval, boolean, jsonb) from public;
