create or replace function steward_internal.maintenance_work(run_id bigint, step text, target text)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rows bigint;
begin
  perform set_config('lock_timeout', steward_internal.milliseconds_setting('maintenance.lock_timeout'), true);
  case maintenance_work.step
    when 'retention' then
      raise exception using
        errcode = '42P01',
        message = format('table %s does not exist', maintenance_work.target),
        hint = format('If it was renamed, add the policy under its new name; else: select drop_retention_policy(%L);', maintenance_work.target);
    when 'analyze' then
      execute format('analyze %s', maintenance_work.target);
    when 'history' then
      execute format('select steward_internal.%I()', format('purge_%s_history', maintenance_work.target)) into v_rows;
    when 'cron history' then
      select b.deleted_rows
      into v_rows
      from steward_internal.purge_cron_history_batch(
        now() - steward.get_setting('maintenance.keep_cron_history')::interval, 0, 1000
      ) as b;
    when 'analysis' then
      insert into steward.analysis_results (run_id, analysis, object, value, unit, verdict, details)
      select maintenance_work.run_id, maintenance_work.target, r.object, r.value, r.unit, r.verdict, r.details
      from steward_internal.deep_analysis(maintenance_work.target) as r;
      get diagnostics v_rows = row_count;
  end case;
  return v_rows;
end
$$;

comment on function steward_internal.maintenance_work(bigint, text, text) is $doc$
Does one step of maintenance, or one batch of it, but for retention.

@param run_id The run.
@param step analyze, history, cron history or analysis; retention only for a table that is gone.
@param target What the step is about.
@returns How many rows went or, by an analysis, came; null if the step is not about rows.
@error 42P01 The table of a retention policy is gone.
@error 55P03 A table could not be locked within the setting `maintenance.lock_timeout`.
@access steward_operator
@example begin; select steward_internal.maintenance_work(null, 'history', 'maintenance'); rollback;
$doc$;

revoke all on function steward_internal.maintenance_work(bigint, text, text) from public;
