create or replace function steward_internal.finish_maintenance_run(run_id bigint)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.maintenance_runs as r
  set finished_at = clock_timestamp(),
    outcome = (
      select case
        when bool_or(s.outcome in ('error', 'blocked_fk', 'refused_guard', 'running')) then 'error'
        when bool_or(s.outcome like 'partial\_%' or s.outcome in ('braked', 'lock_timeout')) then 'partial'
        when bool_and(s.outcome = 'skipped_overlap') then 'skipped_overlap'
        else 'done'
      end
      from steward.maintenance_steps as s
      where s.run_id = r.id
    )
  where r.id = finish_maintenance_run.run_id
$$;

comment on function steward_internal.finish_maintenance_run(bigint) is $doc$
Sums up the steps of a run as its outcome.

@param run_id The run.
@returns Nothing.
@access steward_operator
@example begin; select steward_internal.finish_maintenance_run(0); rollback;
$doc$;

revoke all on function steward_internal.finish_maintenance_run(bigint) from public;
