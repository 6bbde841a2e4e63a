create or replace function steward_internal.finish_database_maintenance(run_id bigint, task text)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.finish_maintenance_run(finish_database_maintenance.run_id);
  perform steward_internal.let_go_of(finish_database_maintenance.task);
end
$$;

comment on function steward_internal.finish_database_maintenance(bigint, text) is $doc$
Ends a run of maintenance as a whole, and lets the next one begin.

@param run_id The run.
@param task maintenance or analysis.
@returns Nothing.
@access steward_operator
@example begin; select steward_internal.finish_database_maintenance(steward_internal.begin_database_maintenance('analysis'), 'analysis'); rollback;
$doc$;

revoke all on function steward_internal.finish_database_maintenance(bigint, text) from public;
