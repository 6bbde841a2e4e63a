create or replace function steward_internal.finish_retention_leaf(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := finish_retention_leaf.run;
begin
  delete from steward_internal.retention_positions as p where p.leaf = v_run.leaves[1];
  v_run.leaves := v_run.leaves[2:];
  v_run.strategy := null;
  v_run.position := null;
  return v_run;
end
$$;

comment on function steward_internal.finish_retention_leaf(steward_internal.retention_run) is $doc$
Goes on to the next table or partition of a run.

The next run begins this one from its start.

@param run The run.
@returns The run.
@access steward_operator
@example select steward_internal.finish_retention_leaf(r) from (select (null::steward_internal.retention_run).*) as r;
$doc$;

revoke all on function steward_internal.finish_retention_leaf(steward_internal.retention_run) from public;
