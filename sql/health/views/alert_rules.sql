create or replace view steward.alert_rules as
select
  d.name,
  d.condition,
  d.severity,
  d.message,
  d.cooldown,
  d.breaches_to_open,
  d.breaches_to_clear,
  d.renotify_every,
  d.is_enabled,
  s.status,
  s.detail,
  s.evaluated_at,
  (
    select count(*)::integer
    from steward.alerts as a
    where a.rule = d.name
      and a.resolved_at is null
  ) as open_alerts,
  d.created_by
from steward_internal.alert_rule_definitions as d
left join steward_internal.alert_rule_states as s on s.rule = d.name;

comment on view steward.alert_rules is $doc$
Lists the alert rules and how their last evaluation went.

`status` is ok, breaching, unknown (what the rule is about could not be seen, and `detail` says why) or
error; null until the first evaluation. Change rules with `add_alert_rule()` and `drop_alert_rule()`.

@area health
@access steward_reader select
@example select name, condition, status, detail, open_alerts from alert_rules order by name;
$doc$;
