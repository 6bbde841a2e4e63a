create or replace function steward_internal.remove_range(run steward_internal.retention_run)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := remove_range.run;
  v_started timestamptz := clock_timestamp();
  v_wal_before pg_lsn := pg_current_wal_insert_lsn();
  v_wal numeric;
  v_duration interval;
  v_range record;
begin
  select r.* into v_range from steward_internal.retention_range(v_run) as r;

  if v_range.condition is null and v_range.next_position is not null then
    return steward_internal.divide_ties(v_run);
  end if;

  if v_range.condition is not null then
    v_run := steward_internal.remove_rows(v_run, v_range.condition);
    -- Somebody holds the table: the same range again.
    if v_run.has_to_wait then
      return v_run;
    end if;
    v_wal := pg_wal_lsn_diff(pg_current_wal_insert_lsn(), v_wal_before);
    v_duration := clock_timestamp() - v_started;
    v_run.batches := v_run.batches + 1;
    v_run.wal_bytes := v_run.wal_bytes + v_wal;
    v_run.size := least(
      v_run.max_size,
      steward_internal.next_batch_size(
        v_run.size, v_run.rows - (remove_range.run).rows, v_wal, v_duration, v_run.is_alone,
        -- Nobody has waited long for a short one.
        v_duration > interval '5 milliseconds' and steward_internal.others_wait_for_us()
      )
    );
  end if;

  v_run.position := v_range.next_position;
  if v_run.rows = v_run.row_limit then
    -- There may be more in this range.
    v_run.position := (remove_range.run).position;
  elsif v_run.position is null then
    v_run := steward_internal.finish_retention_leaf(v_run);
  end if;
  return v_run;
end
$$;

comment on function steward_internal.remove_range(steward_internal.retention_run) is $doc$
Removes the next range of a run, and sizes the one after it.

@param run The run.
@returns The run.
@access steward_operator
@example select steward_internal.remove_range(r) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.remove_range(steward_internal.retention_run) from public;
