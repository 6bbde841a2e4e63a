create or replace function steward_internal.begin_retention(
  target oid,
  run_id bigint,
  deadline timestamptz,
  search_path text default null,
  in_window_only boolean default true
)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run;
  v_target text := coalesce(
    (
      select format('%I.%I', n.nspname, c.relname)
      from pg_class as c
      inner join pg_namespace as n on n.oid = c.relnamespace
      where c.oid = begin_retention.target
    ),
    format('table %s', begin_retention.target)
  );
begin
  v_run.target := begin_retention.target;
  v_run.search_path := begin_retention.search_path;
  v_run.rows := 0;
  v_run.batches := 0;
  v_run.wal_bytes := 0;
  v_run.blocked_rows := 0;
  v_run.dropped_partitions := 0;
  v_run.is_resumed := false;
  v_run.locked_batches := 0;
  v_run.lock_attempts := 0;
  v_run.is_alone := false;
  v_run.braked_for := interval '0';
  v_run.has_to_wait := false;
  v_run.step_id := steward_internal.begin_maintenance_step(begin_retention.run_id, 'retention', v_target);

  if not steward_internal.enter_retention(begin_retention.target) then
    v_run.outcome := 'skipped_overlap';
    v_run.message := 'Another run is at this table.';
    return v_run;
  end if;
  update steward.maintenance_steps as s
  set outcome = 'interrupted',
    finished_at = clock_timestamp(),
    message = 'The session ended before the step did.'
  where s.target = v_target
    and s.outcome = 'running'
    and s.id <> v_run.step_id;

  begin
    v_run := steward_internal.prepare_retention(v_run, begin_retention.deadline, begin_retention.in_window_only);
  exception
    when lock_not_available then
      v_run.outcome := 'lock_timeout';
      v_run.message := sqlerrm;
    -- Whatever it is, the step says so.
    when query_canceled or others then
      v_run.outcome := 'error';
      v_run.sqlstate := sqlstate;
      v_run.message := sqlerrm;
  end;
  return v_run;
end
$$;

comment on function steward_internal.begin_retention(oid, bigint, timestamptz, text, boolean) is $doc$
Begins a run of a retention policy.

It records the step, takes the lock, and looks whether the policy may run.

@param target The table.
@param run_id The row of maintenance_runs that it belongs to.
@param deadline When the run has to end; null means when its time budget is over.
@param search_path The search_path that triggers find.
@param in_window_only Whether the window of the policy counts.
@returns What the run knows; with an outcome if it ends at once.
@access steward_operator
@example begin; select steward_internal.begin_retention(format('%I.%I', p.target_schema, p.target_table)::regclass, steward_internal.begin_maintenance_run(), null) from steward.retention_policies as p; rollback;
$doc$;

revoke all on function steward_internal.begin_retention(oid, bigint, timestamptz, text, boolean) from public;
