create or replace function steward.add_alert_rule(
  name text,
  condition text,
  severity text,
  message text,
  cooldown interval default '1 hour',
  breaches_to_open integer default 1,
  breaches_to_clear integer default 1,
  renotify_every interval default null,
  enabled boolean default true
)
returns table (rule text, action text, closed_alerts integer)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_parsed record;
  v_old steward_internal.alert_rule_definitions;
  v_placeholder text;
  v_problem text;
begin
  perform steward_internal.assert_not_null(
    'steward.add_alert_rule', jsonb_build_object('enabled', add_alert_rule.enabled)
  );
  select p.*
  into v_parsed
  from steward_internal.parse_alert_condition(add_alert_rule.condition) as p;

  select m.parts[1]
  into v_placeholder
  from regexp_matches(add_alert_rule.message, '\{\w+\}', 'g') as m (parts)
  where m.parts[1] not in (
    '{rule}', '{severity}', '{condition}', '{database}', '{object}', '{value}', '{threshold}', '{detail}'
  )
  limit 1;

  v_problem := case
    when octet_length(add_alert_rule.name) between 1 and 200 is not true
      then 'The name must have 1 to 200 bytes.'
    when add_alert_rule.severity in ('critical', 'warning', 'info') is not true
      then format('The severity is %L, not critical, warning or info.', add_alert_rule.severity)
    when coalesce(btrim(add_alert_rule.message), '') = '' then 'The message is empty.'
    when v_placeholder is not null then format(
      'The message has %s; there are {rule}, {severity}, {condition}, {database}, {object}, {value}, '
        '{threshold} and {detail}.',
      v_placeholder
    )
    when add_alert_rule.cooldown >= interval '0' is not true then 'The cooldown is null or negative.'
    when add_alert_rule.renotify_every <= interval '0' then 'renotify_every is not positive; null means never.'
    when least(add_alert_rule.breaches_to_open, add_alert_rule.breaches_to_clear) < 1
      or add_alert_rule.breaches_to_open is null or add_alert_rule.breaches_to_clear is null
      then 'breaches_to_open and breaches_to_clear must be at least 1.'
  end;
  if v_problem is not null then
    raise exception using
      errcode = '22023',
      message = format('alert rule %L cannot be like this', add_alert_rule.name),
      detail = v_problem,
      hint = 'select add_alert_rule(''too many connections'', ''connections.used_percent > 80'', '
        '''warning'', ''{value} % of the connections are used'');';
  end if;

  if v_parsed.kind = 'check' then
    perform steward_internal.assert_known_checks(null, array[v_parsed.check_id]);
  elsif v_parsed.kind = 'metric' and not exists (
    select
    from steward.health_metrics() as m
    where m.name = v_parsed.metric
      and (v_parsed.measure = 'value' or m.kind = 'counter')
  ) then
    raise exception using
      errcode = 'SW009',
      message = format(
        '%s %L is not measured here', case v_parsed.measure when 'increase' then 'counter' else 'metric' end,
        v_parsed.metric
      ),
      detail = 'Either there is no such metric, or this role or server cannot measure it now.',
      hint = 'List the metrics with: select distinct name, kind, help from steward.health_metrics();';
  end if;

  perform pg_advisory_xact_lock(20985, 4);

  select d.*
  into v_old
  from steward_internal.alert_rule_definitions as d
  where d.name = add_alert_rule.name;

  insert into steward_internal.alert_rule_definitions as d (
    name, kind, condition, severity, message, cooldown, breaches_to_open, breaches_to_clear, renotify_every,
    is_enabled
  )
  values (
    add_alert_rule.name, v_parsed.kind, add_alert_rule.condition, add_alert_rule.severity,
    add_alert_rule.message, add_alert_rule.cooldown, add_alert_rule.breaches_to_open,
    add_alert_rule.breaches_to_clear, add_alert_rule.renotify_every, add_alert_rule.enabled
  )
  on conflict on constraint alert_rule_definitions_pkey do update
  set kind = excluded.kind,
    condition = excluded.condition,
    severity = excluded.severity,
    message = excluded.message,
    cooldown = excluded.cooldown,
    breaches_to_open = excluded.breaches_to_open,
    breaches_to_clear = excluded.breaches_to_clear,
    renotify_every = excluded.renotify_every,
    is_enabled = excluded.is_enabled;

  return query
  select
    add_alert_rule.name,
    case when v_old.name is null then 'added' else 'changed' end,
    case
      when v_old.name is not null and not add_alert_rule.enabled
        then steward_internal.close_alerts(add_alert_rule.name, 'rule disabled')
      when v_old.condition <> add_alert_rule.condition
        then steward_internal.close_alerts(add_alert_rule.name, 'rule changed')
      else 0
    end;
end
$$;

comment on function steward.add_alert_rule(
  text, text, text, text, interval, integer, integer, interval, boolean
) is $doc$
Adds an alert rule, or changes the rule of that name.

Every call states the whole rule. Conditions are `metric > 80`, `metric{label="value"} <= 5`,
`increase(counter) > 0` (since the evaluation before; see `health_metrics()`), `check blocked_sessions`,
`check table_bloat >= warning on public.orders` (see `health_checks`) and `health_status >= critical`; they
are read, never executed. An alert opens for each object or label set that breaches the rule. Another
condition, or `enabled => false`, closes the open ones.

@area health
@param name Name of the rule.
@param condition When to alert.
@param severity critical, warning or info.
@param message What to say; {object}, {value}, {threshold}, {detail}, {rule}, {severity}, {condition} and
{database} are filled in.
@param cooldown How long at least between two notifications that the same alert has opened.
@param breaches_to_open How many evaluations in a row must breach until the alert opens.
@param breaches_to_clear How many evaluations in a row must be clear until it resolves.
@param renotify_every How often to remind of an alert that is open and not acknowledged; null means never.
@param enabled Whether the rule is evaluated.
@returns The rule, whether it was added or changed, and how many alerts that closed.
@error 22004 enabled is null.
@error SW003 There is no such check.
@error SW008 The condition cannot be read.
@error SW009 There is no such metric, or it cannot be measured here.
@error 22023 Another argument makes no sense.
@access steward_admin
@example begin; select add_alert_rule('blocked', 'check blocked_sessions', 'warning', '{detail}'); rollback;
$doc$;

revoke all on function steward.add_alert_rule(
  text, text, text, text, interval, integer, integer, interval, boolean
) from public;
