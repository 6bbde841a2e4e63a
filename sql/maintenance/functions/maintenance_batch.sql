create or replace function steward_internal.maintenance_batch(step_id bigint)
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  v_step steward.maintenance_steps;
  v_begin pg_lsn := pg_current_wal_insert_lsn();
  v_rows bigint;
  v_is_over boolean;
  v_state text;
begin
  select s.* into v_step from steward.maintenance_steps as s where s.id = maintenance_batch.step_id;
  begin
    v_rows := steward_internal.maintenance_work(v_step.run_id, v_step.step, v_step.target);
    -- Only pg_cron's history comes in batches; its last one is empty.
    v_is_over := v_step.step <> 'cron history' or coalesce(v_rows, 0) = 0;
    update steward.maintenance_steps as s
    set rows = s.rows + coalesce(v_rows, 0),
      batches = s.batches + case when v_rows = 0 then 0 else 1 end,
      wal_bytes = s.wal_bytes + pg_wal_lsn_diff(pg_current_wal_insert_lsn(), v_begin)::bigint,
      finished_at = case when v_is_over then clock_timestamp() end,
      outcome = case when not v_is_over then 'running' when s.rows + v_rows = 0 then 'nothing_to_do' else 'done' end
    where s.id = v_step.id;
    return not v_is_over;
  exception
    when query_canceled or others then
      v_state := sqlstate;
      update steward.maintenance_steps as s
      set finished_at = clock_timestamp(),
        outcome = case when v_state = '55P03' then 'lock_timeout' else 'error' end,
        sqlstate = v_state,
        message = sqlerrm
      where s.id = v_step.id;
      return false;
  end;
end
$$;

comment on function steward_internal.maintenance_batch(bigint) is $doc$
Does a step of maintenance, or one batch of it, and records how it went.

It never raises.

@param step_id The step, which `begin_maintenance_step()` began.
@returns True if another batch is to follow.
@access steward_operator
@example begin; select steward_internal.maintenance_batch(steward_internal.begin_maintenance_step(steward_internal.begin_maintenance_run(), 'history', 'maintenance')); rollback;
$doc$;

revoke all on function steward_internal.maintenance_batch(bigint) from public;
