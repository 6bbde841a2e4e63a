create or replace function steward_internal.divide_ties(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := divide_ties.run;
begin
  -- A few more rows in one commit cost less than reading the whole table.
  if v_run.size < 500 then
    v_run.size := v_run.size * 2;
    return v_run;
  end if;
  v_run.strategy := 'block_sweep';
  v_run.position := '0';
  v_run.end_block := pg_relation_size(v_run.leaves[1]) / current_setting('block_size')::bigint;
  v_run.size := 1 + v_run.size / 100;
  v_run.max_size := 1 + v_run.max_size / 100;
  perform steward_internal.note_retention_strategy(v_run.step_id, v_run.strategy);
  return v_run;
end
$$;

comment on function steward_internal.divide_ties(steward_internal.retention_run) is $doc$
Goes on where more rows have the same age than a batch may have.

From about 500 on, only their place can divide them.

@param run The run, whose strategy is index_range.
@returns The run, with larger batches or another strategy.
@access steward_operator
@example select steward_internal.divide_ties(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.divide_ties(steward_internal.retention_run) from public;
