create or replace procedure steward.run_database_maintenance(time_budget interval default '2 hours')
language plpgsql
as $$
declare
  v_run bigint;
  v_deadline timestamptz := steward_internal.maintenance_deadline(run_database_maintenance.time_budget);
  v_step record;
  v_step_id bigint;
begin
  -- Inside a transaction block this refuses at once, not only when there is something to do.
  commit;
  v_run := steward_internal.begin_database_maintenance('maintenance');
  commit;
  if v_run is null then
    return;
  end if;
  for v_step in
    select p.* from steward_internal.maintenance_plan() as p
  loop
    if steward_internal.maintenance_may_go_on(v_run, v_step.step, v_step.target, v_deadline) then
      if v_step.is_retention then
        call steward_internal.run_retention(
          v_step.policy_relid, v_run, v_deadline, pg_catalog.current_setting('search_path')
        );
      else
        v_step_id := steward_internal.begin_maintenance_step(v_run, v_step.step, v_step.target);
        commit;
        while steward_internal.maintenance_batch(v_step_id) loop
          commit;
        end loop;
      end if;
    end if;
    commit;
  end loop;
  perform steward_internal.finish_database_maintenance(v_run, 'maintenance');
  commit;
  perform steward_internal.report_maintenance_run(v_run);
end
$$;

comment on procedure steward.run_database_maintenance(interval) is $doc$
Does all that is due: retention, statistics, our own history and pg_cron's.

All approved retention policies run in the order of their priority; then tables are analyzed that autovacuum would
analyze but has not (those that retention just took rows from wait for VACUUM or the next run); then old rows of our
own tables and of pg_cron's history go. Each step is a row of `maintenance_steps` with its outcome and its own
transactions: a step that fails does not keep the others from being done, and is raised at the end. What is not done
when the time is over is done the next time. A call during another run does nothing. What cannot run in a procedure
(VACUUM, REINDEX CONCURRENTLY) is listed by `plan_table_maintenance()`.

Install schedules it at 02:00 UTC each day.

@area maintenance
@param time_budget How long it may take in all, null for as long as it needs; statement_timeout counts as well.
@error 2D000 It was called inside a transaction block.
@error 25006 The server is a standby.
@access steward_operator
@example call run_database_maintenance();
$doc$;

revoke all on procedure steward.run_database_maintenance(interval) from public;
