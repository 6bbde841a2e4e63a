create or replace function steward_internal.report_maintenance_run(run_id bigint)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
  v_failed record;
begin
  for v_step in
    select s.*, round(extract(epoch from s.finished_at - s.started_at), 2) as seconds
    from steward.maintenance_steps as s
    where s.run_id = report_maintenance_run.run_id
    order by s.id
  loop
    raise notice using
      message = concat(
        v_step.step, ' of ', v_step.target, ': ', replace(v_step.outcome, '_', ' '),
        case when v_step.rows > 0 then format(', %s rows in %s batches', v_step.rows, v_step.batches) end,
        case when v_step.seconds >= 0.01 then format(', %s s', v_step.seconds) end,
        '. ' || v_step.message
      );
  end loop;

  select s.*
  into v_failed
  from steward.maintenance_steps as s
  where s.run_id = report_maintenance_run.run_id
    and s.outcome = 'error'
  order by s.id
  limit 1;
  if found then
    raise exception using
      errcode = v_failed.sqlstate,
      message = format('%s of %s failed: %s', v_failed.step, v_failed.target, v_failed.message),
      detail = format(
        '%s rows had been done before. All steps are in steward.maintenance_steps, run %s.', v_failed.rows, v_failed.run_id
      ),
      hint = 'Mend the cause; the next run does what is left.';
  end if;
end
$$;

comment on function steward_internal.report_maintenance_run(bigint) is $doc$
Tells what the steps of a run did, and raises what a failed one raised.

The steps are notices; the error is that of the first that failed.

@param run_id The run.
@returns Nothing.
@access steward_operator
@example select steward_internal.report_maintenance_run(0);
$doc$;

revoke all on function steward_internal.report_maintenance_run(bigint) from public;
