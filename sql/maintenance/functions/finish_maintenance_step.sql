create or replace function steward_internal.finish_maintenance_step(
  step_id bigint,
  sqlstate text default null,
  message text default null
)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.maintenance_steps as s
  set outcome = case when finish_maintenance_step.sqlstate is null then 'done' else 'error' end,
    finished_at = clock_timestamp(),
    sqlstate = finish_maintenance_step.sqlstate,
    message = finish_maintenance_step.message
  where s.id = finish_maintenance_step.step_id
$$;

comment on function steward_internal.finish_maintenance_step(bigint, text, text) is $doc$
Records that a step of maintenance which is one statement is over.

@param step_id The step.
@param sqlstate What it failed with; null if it is done.
@param message What PostgreSQL said.
@returns Nothing.
@access steward_operator
@example begin; select steward_internal.finish_maintenance_step(steward_internal.begin_maintenance_step(steward_internal.begin_maintenance_run(), 'concurrently', 'analyze public.a;')); rollback;
$doc$;

revoke all on function steward_internal.finish_maintenance_step(bigint, text, text) from public;
