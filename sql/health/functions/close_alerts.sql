create or replace function steward_internal.close_alerts(rule text, resolution text)
returns integer
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  delete from steward_internal.alert_breaches as b
  where b.rule = close_alerts.rule;

  delete from steward_internal.alert_rule_states as s
  where s.rule = close_alerts.rule;

  with closed as (
    update steward.alerts as a
    set resolved_at = clock_timestamp(),
      resolution = close_alerts.resolution
    where a.rule = close_alerts.rule
      and a.resolved_at is null
    returning a.id
  )
  select count(*)::integer
  from closed as c
$$;

comment on function steward_internal.close_alerts(text, text) is $doc$
Closes the open alerts of a rule that is changed, disabled or dropped.

Whoever was told of one is told of its end by the next evaluation.

@param rule Name of the rule.
@param resolution The reason: rule changed, rule disabled or rule dropped.
@returns How many were open.
@access steward_operator
@example select steward_internal.close_alerts('no such rule', 'rule dropped');
$doc$;

revoke all on function steward_internal.close_alerts(text, text) from public;
