create or replace function steward_internal.maintenance_batch(run_id bigint, step text, target text)
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  v_step_id bigint;
  v_rows bigint;
  v_is_over boolean;
  v_state text;
begin
  select s.id
  into v_step_id
  from steward.maintenance_steps as s
  where s.run_id = maintenance_batch.run_id
    and s.step = maintenance_batch.step
    and s.target = maintenance_batch.target;
  if not found then
    insert into steward.maintenance_steps (run_id, step, target)
    values (maintenance_batch.run_id, maintenance_batch.step, maintenance_batch.target)
    returning id into v_step_id;
  end if;

  begin
    v_rows := steward_internal.maintenance_work(
      maintenance_batch.run_id, maintenance_batch.step, maintenance_batch.target
    );
    -- Only pg_cron's history comes in batches; its last one is empty.
    v_is_over := maintenance_batch.step <> 'cron history' or coalesce(v_rows, 0) = 0;
    update steward.maintenance_steps as s
    set rows = s.rows + coalesce(v_rows, 0),
      batches = s.batches + case when v_rows = 0 then 0 else 1 end,
      finished_at = case when v_is_over then clock_timestamp() end,
      outcome = case when not v_is_over then 'running' when s.rows + v_rows = 0 then 'nothing_to_do' else 'done' end
    where s.id = v_step_id;
    return not v_is_over;
  exception
    when query_canceled or others then
      v_state := sqlstate;
      update steward.maintenance_steps as s
      set finished_at = clock_timestamp(),
        outcome = case when v_state = '55P03' then 'lock_timeout' else 'error' end,
        sqlstate = v_state,
        message = sqlerrm
      where s.id = v_step_id;
      return false;
  end;
end
$$;

comment on function steward_internal.maintenance_batch(bigint, text, text) is $doc$
Does a step of maintenance, or one batch of it, and records how it went.

It never raises.

@param run_id The run.
@param step Its kind, as in maintenance_steps.
@param target What the step is about.
@returns True if another batch is to follow.
@access steward_operator
@example begin; select steward_internal.maintenance_batch(steward_internal.begin_maintenance_run(), 'history', 'maintenance'); rollback;
$doc$;

revoke all on function steward_internal.maintenance_batch(bigint, text, text) from public;
