create or replace function steward_internal.begin_maintenance_step(run_id bigint, step text, target text)
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  insert into steward.maintenance_steps (run_id, step, target)
  values (begin_maintenance_step.run_id, begin_maintenance_step.step, begin_maintenance_step.target)
  returning id
$$;

comment on function steward_internal.begin_maintenance_step(bigint, text, text) is $doc$
Records that a step of maintenance begins.

It is committed before the work, so that others see what is going on, and what was interrupted.

@param run_id The run.
@param step Its kind, as in maintenance_steps.
@param target What the step is about.
@returns The id of the step.
@access steward_operator
@example begin; select steward_internal.begin_maintenance_step(steward_internal.begin_maintenance_run(), 'history', 'maintenance') > 0; rollback;
$doc$;

revoke all on function steward_internal.begin_maintenance_step(bigint, text, text) from public;
