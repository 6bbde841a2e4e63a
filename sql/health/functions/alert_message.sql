create or replace function steward_internal.alert_message(
  rule steward_internal.alert_rule_definitions,
  observation steward_internal.alert_observation
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.render_alert_message(
    rule.message,
    jsonb_build_object(
      'rule', rule.name,
      'severity', rule.severity,
      'condition', rule.condition,
      'database', current_database(),
      'object', observation.object,
      'value', steward_internal.format_value(observation.value, observation.unit),
      'threshold', steward_internal.format_value(observation.threshold, observation.unit),
      'detail', observation.detail
    )
  )
$$;

comment on function steward_internal.alert_message(
  steward_internal.alert_rule_definitions, steward_internal.alert_observation
) is $doc$
Writes the message of a rule about one observation.

@param rule The rule, whose message may hold the placeholders that add_alert_rule() lists.
@param observation What was observed.
@returns The message.
@access steward_reader
@example select steward_internal.alert_message(d, null) from steward_internal.alert_rule_definitions as d;
$doc$;

revoke all on function steward_internal.alert_message(
  steward_internal.alert_rule_definitions, steward_internal.alert_observation
) from public;
