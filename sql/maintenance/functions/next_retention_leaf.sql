create or replace function steward_internal.next_retention_leaf(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := next_retention_leaf.run;
  v_leaf oid := v_run.leaves[1];
  v_estimate record;
  v_rows_per_block double precision;
begin
  if not exists (select from pg_class as c where c.oid = v_leaf) then
    v_run.leaves := v_run.leaves[2:];
    return v_run;
  end if;
  select e.* into v_estimate from steward_internal.retention_estimate(v_leaf, v_run.predicate) as e;
  select s.strategy
  into v_run.strategy
  from steward_internal.retention_strategy(
    v_run.policy, v_leaf, false, v_estimate.expired_rows / greatest(v_estimate.total_rows, 1)
  ) as s;
  -- Written once; each batch puts its condition into it.
  v_run.statement := steward_internal.retention_statement(v_run.policy, v_leaf, chr(1));
  v_run.position := steward_internal.retention_position(v_leaf, v_run.strategy);
  v_run.is_resumed := v_run.is_resumed or v_run.position is not null;

  if v_run.strategy = 'block_sweep' then
    v_run.end_block := pg_relation_size(v_leaf) / current_setting('block_size')::bigint;
    v_run.position := coalesce(v_run.position, '0');
    -- All of them may go from one block and none from the others.
    v_rows_per_block := v_estimate.total_rows / greatest(v_run.end_block, 1);
  end if;
  -- A first batch of about 500 narrow rows; what it writes decides on the next.
  v_run.size := greatest(
    500 / coalesce(greatest(v_rows_per_block, 1), 1) / steward_internal.retention_row_weight(v_leaf), 1
  );
  -- Where few rows go, batches would grow until one meets many.
  v_run.max_size := 100 * v_run.size;
  perform steward_internal.note_retention_strategy(v_run.step_id, v_run.strategy, v_estimate.expired_rows::bigint);
  return v_run;
end
$$;

comment on function steward_internal.next_retention_leaf(steward_internal.retention_run) is $doc$
Chooses how and where to go on in the next table or partition of a run.

@param run The run.
@returns The run.
@access steward_operator
@example select steward_internal.next_retention_leaf(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.next_retention_leaf(steward_internal.retention_run) from public;
