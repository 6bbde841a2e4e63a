create or replace function steward_internal.finish_retention(run steward_internal.retention_run)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := finish_retention.run;
  v_is_complete boolean := v_run.outcome = 'done' and v_run.locked_batches = 0 and v_run.blocked_rows = 0 and not v_run.is_resumed;
begin
  if v_run.outcome = 'done' then
    v_run.outcome := case
      when v_run.blocked_rows > 0 then 'blocked_fk'
      when v_run.locked_batches > 0 and v_run.rows = 0 then 'lock_timeout'
      when v_run.rows = 0 and v_run.dropped_partitions = 0 then 'nothing_to_do'
      else 'done'
    end;
  elsif v_run.outcome not in ('error', 'skipped_overlap', 'skipped_window') and v_run.saved_at is not null then
    perform steward_internal.save_retention(v_run);
  end if;

  update steward.maintenance_steps as s
  set outcome = v_run.outcome,
    finished_at = clock_timestamp(),
    rows = v_run.rows,
    batches = v_run.batches,
    wal_bytes = v_run.wal_bytes,
    sqlstate = v_run.sqlstate,
    lag = case
      when v_is_complete then interval '0'
      when v_run.outcome not in ('error', 'refused_guard', 'skipped_overlap', 'skipped_window')
        then (
          select o.lag
          from steward.retention_policies as p
          cross join lateral steward_internal.observe_retention(p) as o
          where p = v_run.policy
        )
    end,
    message = case
      when v_run.blocked_rows > 0
        then format('%s rows stay because others refer to them: %s', v_run.blocked_rows, v_run.message)
      when v_run.outcome = 'refused_guard' and v_run.message is null
        then format('Stopped after %s rows: more would be a larger share of the table than max_share.', v_run.rows)
      when v_run.outcome = 'done' and v_run.locked_batches > 0
        then 'Rows that other sessions held were left for the next run.'
      when v_run.outcome = 'done' and v_run.dropped_partitions > 0
        then format('%s partitions were dropped; how many rows they had is an estimate.', v_run.dropped_partitions)
      when v_run.outcome in ('done', 'nothing_to_do') then null
      when v_run.outcome = 'partial_time' then 'The time was over; the next run goes on here.'
      when v_run.outcome = 'partial_rows' then 'max_rows were taken; the next run goes on here.'
      else v_run.message
    end
  where s.id = v_run.step_id;
end
$$;

comment on function steward_internal.finish_retention(steward_internal.retention_run) is $doc$
Records how a run of a retention policy ended.

@param run The run, with its outcome.
@returns Nothing.
@access steward_operator
@example select steward_internal.finish_retention(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.finish_retention(steward_internal.retention_run) from public;
