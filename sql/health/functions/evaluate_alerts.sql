create or replace function steward.evaluate_alerts(run_id bigint default null)
returns table (rule text, status text, detail text, open_alerts integer)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $$
declare
  v_now timestamptz;
  v_run record;
  v_report jsonb;
  v_metrics jsonb;
  v_rule record;
  v_status text;
  v_detail text;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot evaluate alerts where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Evaluate them on the primary.';
  end if;
  if not pg_try_advisory_xact_lock(20985, 4) then
    return;
  end if;

  v_now := clock_timestamp();

  select r.id, r.finished_at, r.report
  into v_run
  from steward.health_runs as r
  where evaluate_alerts.run_id is null
    or r.id = evaluate_alerts.run_id
  order by r.id desc
  limit 1;

  if v_run.finished_at > v_now - steward.get_setting('alerts.run_expires_after')::interval then
    v_report := v_run.report;
  end if;

  if exists (
    select
    from steward_internal.alert_rule_definitions as d
    where d.is_enabled
      and d.kind = 'metric'
  ) then
    begin
      v_metrics := steward_internal.alert_metrics();
    exception
      when others then
        raise warning using
          errcode = sqlstate,
          message = format('the metrics could not be read: %s', sqlerrm),
          hint = 'Rules about metrics are unknown until this works: select * from steward.health_metrics();';
    end;
  else
    delete from steward_internal.alert_counters;
  end if;

  for v_rule in
    select
      d.name,
      d.kind = 'metric' or v_report is null or coalesce(v_run.id > s.run_id, true) as is_news
    from steward_internal.alert_rule_definitions as d
    left join steward_internal.alert_rule_states as s on s.rule = d.name
    where d.is_enabled
    order by d.name
  loop
    -- A run says the same however often it is read: it counts once.
    continue when not v_rule.is_news;
    begin
      select e.status, e.detail
      into v_status, v_detail
      from steward_internal.evaluate_alert_rule(v_rule.name, v_report, v_metrics, v_now) as e;
    exception
      when others then
        v_status := 'error';
        v_detail := format('SQLSTATE %s: %s', sqlstate, sqlerrm);
    end;
    insert into steward_internal.alert_rule_states as s (rule, evaluated_at, run_id, status, detail)
    values (v_rule.name, v_now, v_run.id, v_status, v_detail)
    on conflict on constraint alert_rule_states_pkey do update
    set evaluated_at = excluded.evaluated_at,
      run_id = excluded.run_id,
      status = excluded.status,
      detail = excluded.detail;
  end loop;

  -- A channel that is just being added must not miss these, see claim_notifications().
  perform pg_advisory_xact_lock_shared(20985, 5);
  perform steward_internal.queue_alert_notifications(v_now);
  perform steward_internal.purge_alerts(v_now);

  return query
  select r.name, r.status, r.detail, r.open_alerts
  from steward.alert_rules as r
  where r.is_enabled
  order by r.name;
end
$$;

comment on function steward.evaluate_alerts(bigint) is $doc$
Compares the alert rules with the recorded health check and the metrics of now.

`record_health_check()` calls it after each run, so nobody has to; metrics may be watched more often by
scheduling it. No check is run: rules about checks read the recorded run, each run once, and are unknown
when it is too old (setting `alerts.run_expires_after`). Alerts open and resolve as the rules say, and what
is due is written to `alert_notifications`. A rule that fails has the status `error`; the others go on.

@area health
@param run_id A row of `health_runs`; null means the last.
@returns One row for each enabled rule; none if another session is evaluating them now.
@error SW004 The server is a standby or the transaction is read-only.
@access steward_operator
@example select rule, status, detail from evaluate_alerts();
$doc$;

revoke all on function steward.evaluate_alerts(bigint) from public;
