create or replace function steward.record_health_check()
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_report jsonb;
  v_run_id bigint;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot record a health check where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Record it on the primary; health_report() works here and writes nothing.';
  end if;

  v_report := steward.health_report();

  insert into steward.health_runs (
    started_at, finished_at, status, critical_count, warning_count, info_count, ok_count,
    skipped_count, error_count, report
  )
  select
    s.started_at, s.finished_at, s.status, s.critical, s.warning, s.info, s.ok, s.skipped, s.error,
    v_report
  from jsonb_to_record(v_report -> 'summary') as s (
    started_at timestamptz, finished_at timestamptz, status text, critical integer, warning integer,
    info integer, ok integer, skipped integer, error integer
  )
  returning id into v_run_id;

  perform steward_internal.record_finding_history(
    v_report, (v_report #>> '{summary,started_at}')::timestamptz
  );

  perform steward_internal.purge_health_history();

  begin
    perform steward.evaluate_alerts(v_run_id);
  exception
    -- The run is worth more than its alerts, even to somebody who runs out of time here.
    when query_canceled or others then
      raise warning using
        errcode = sqlstate,
        message = format('the alerts could not be evaluated: %s', sqlerrm),
        hint = 'The run is recorded. Try again with: select * from steward.evaluate_alerts();';
  end;

  return v_run_id;
end
$$;

comment on function steward.record_health_check() is $doc$
Checks the health of the database and keeps the report in `health_runs`.

Install schedules it every 15 minutes. It carries `finding_history` on, evaluates the alert rules on the
new run (if that fails there is a warning, and the run is kept), and removes runs older than the setting
`health.keep_runs`, so that the history cannot grow without bound.

@area health
@returns The id of the new row in `health_runs`.
@error SW004 The server is a standby or the transaction is read-only.
@access steward_operator
@example select record_health_check();
$doc$;

revoke all on function steward.record_health_check() from public;
