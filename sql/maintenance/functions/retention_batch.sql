create or replace function steward_internal.retention_batch(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := retention_batch.run;
begin
  v_run := steward_internal.retention_end(v_run);
  if v_run.outcome is not null then
    return v_run;
  elsif cardinality(v_run.expired_partitions) > 0 then
    return steward_internal.drop_expired_partition(v_run);
  elsif v_run.strategy is null then
    v_run := steward_internal.next_retention_leaf(v_run);
    if v_run.strategy is null then
      return v_run;
    end if;
  end if;

  -- As often as it costs nothing, and in any case between two large batches.
  if v_run.looked_at is null or clock_timestamp() > v_run.looked_at + interval '100 milliseconds' or v_run.is_alone then
    v_run := steward_internal.observe_server(v_run);
    if v_run.outcome is not null or v_run.has_to_wait then
      return v_run;
    end if;
  end if;
  v_run := steward_internal.remove_range(v_run);
  return steward_internal.save_retention(v_run);
exception
  when lock_not_available then
    v_run := retention_batch.run;
    v_run.outcome := 'lock_timeout';
    v_run.message := sqlerrm;
    return v_run;
  -- The batches before are committed; this one is undone, and the step says why.
  when query_canceled or others then
    v_run := retention_batch.run;
    v_run.outcome := 'error';
    v_run.sqlstate := sqlstate;
    v_run.message := sqlerrm;
    return v_run;
end
$$;

comment on function steward_internal.retention_batch(steward_internal.retention_run) is $doc$
Does one batch of a run.

That is one range of one table or partition, or one partition dropped.

@param run The run.
@returns The run; with an outcome when it has ended, with has_to_wait when it is not yet time for the next batch.
@access steward_operator
@example select steward_internal.retention_batch(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.retention_batch(steward_internal.retention_run) from public;
