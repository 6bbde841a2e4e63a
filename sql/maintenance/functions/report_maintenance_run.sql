create or replace function steward_internal.report_maintenance_run(run_id bigint)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
begin
  for v_step in
    select s.*, date_trunc('milliseconds', s.finished_at - s.started_at) as duration
    from steward.maintenance_steps as s
    where s.run_id = report_maintenance_run.run_id
    order by s.id
  loop
    if v_step.outcome = 'error' then
      raise exception using
        errcode = v_step.sqlstate,
        message = format('%s of %s failed: %s', v_step.step, v_step.target, v_step.message),
        detail = format('%s rows had been done before.', v_step.rows),
        hint = format('select * from steward.maintenance_steps where run_id = %s;', v_step.run_id);
    end if;
    raise notice using
      message = format(
        '%s of %s: %s, %s rows in %s batches, %s%s', v_step.step, v_step.target, v_step.outcome, v_step.rows, v_step.batches,
        v_step.duration, coalesce('. ' || v_step.message, '')
      );
  end loop;
end
$$;

comment on function steward_internal.report_maintenance_run(bigint) is $doc$
Tells what the steps of a run did, and raises what the first failed one raised.

@param run_id The run.
@returns Nothing.
@access steward_operator
@example select steward_internal.report_maintenance_run(0);
$doc$;

revoke all on function steward_internal.report_maintenance_run(bigint) from public;
