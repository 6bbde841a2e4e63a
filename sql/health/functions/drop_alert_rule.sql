create or replace function steward.drop_alert_rule(name text)
returns integer
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(20985, 4);

  delete from steward_internal.alert_rule_definitions as d
  where d.name = drop_alert_rule.name;

  if not found then
    raise exception using
      errcode = 'SW010',
      message = format('alert rule %L does not exist', drop_alert_rule.name),
      hint = 'List the rules with: select name from steward.alert_rules;';
  end if;

  return steward_internal.close_alerts(drop_alert_rule.name, 'rule dropped');
end
$$;

comment on function steward.drop_alert_rule(text) is $doc$
Removes an alert rule and closes its open alerts.

Its past alerts stay in `alerts`; whoever was told of an open one is told that the rule is gone.

@area health
@param name Name of the rule.
@returns How many open alerts were closed.
@error SW010 There is no rule of this name.
@access steward_admin
@example begin; select add_alert_rule('x', 'health_status = info', 'info', 'x'); select drop_alert_rule('x'); rollback;
$doc$;

revoke all on function steward.drop_alert_rule(text) from public;
