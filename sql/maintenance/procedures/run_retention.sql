create or replace procedure steward_internal.run_retention(
  target oid,
  run_id bigint,
  deadline timestamptz,
  search_path text
)
language plpgsql
as $$
declare
  v_run steward_internal.retention_run;
begin
  v_run := steward_internal.begin_retention(
    run_retention.target, run_retention.run_id, run_retention.deadline, run_retention.search_path
  );
  commit;
  while v_run.outcome is null loop
    v_run := steward_internal.retention_batch(v_run);
    commit;
    if v_run.has_to_wait and v_run.outcome is null then
      v_run := steward_internal.pause_retention(v_run);
      commit;
    end if;
  end loop;
  perform steward_internal.finish_retention(v_run);
  commit;
end
$$;

comment on procedure steward_internal.run_retention(oid, bigint, timestamptz, text) is $doc$
Runs a retention policy in batches that commit, and records the step.

Without an operator or an unqualified name it needs no search_path, which a procedure that commits cannot set.

@param target The table.
@param run_id The row of maintenance_runs that it belongs to.
@param deadline When it has to end; null means when the time budget of the policy is over.
@param search_path The search_path that triggers find.
@error 2D000 It was called inside a transaction block.
@access steward_operator
@example call steward_internal.run_retention('public.job_queue'::regclass, steward_internal.begin_maintenance_run(), null, 'public');
$doc$;

revoke all on procedure steward_internal.run_retention(oid, bigint, timestamptz, text) from public;
