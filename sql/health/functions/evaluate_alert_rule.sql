create or replace function steward_internal.evaluate_alert_rule(
  rule text,
  report jsonb,
  metrics jsonb,
  as_of timestamptz
)
returns table (status text, detail text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule steward_internal.alert_rule_definitions;
  v_observations steward_internal.alert_observation[];
  v_room integer;
  v_left_out integer;
begin
  select d.*
  into strict v_rule
  from steward_internal.alert_rule_definitions as d
  where d.name = evaluate_alert_rule.rule;

  v_observations := array(
    select o
    from steward_internal.alert_observations(
      v_rule.condition, evaluate_alert_rule.report, evaluate_alert_rule.metrics
    ) as o
  );

  update steward.alerts as a
  set last_value = o.value,
    peak_value = case o.direction
      when 'below' then least(a.peak_value, o.value)
      else greatest(a.peak_value, o.value)
    end,
    threshold = o.threshold,
    object = o.object,
    detail = o.detail,
    action = o.action,
    severity = v_rule.severity,
    message = steward_internal.alert_message(v_rule, o),
    last_breach_at = evaluate_alert_rule.as_of,
    clear_count = 0,
    unknown_since = null,
    unknown_reason = null
  from unnest(v_observations) as o
  where a.rule = v_rule.name
    and a.resolved_at is null
    and a.fingerprint = o.fingerprint
    and o.state = 'breaching';

  update steward.alerts as a
  set last_value = case o.state when 'clear' then o.value else a.last_value end,
    clear_count = case o.state when 'clear' then a.clear_count + 1 else a.clear_count end,
    unknown_since = case o.state when 'unknown' then coalesce(a.unknown_since, evaluate_alert_rule.as_of) end,
    unknown_reason = case o.state when 'unknown' then o.detail end
  from (
    select distinct on (open.id) open.id, seen.*
    from steward.alerts as open
    inner join unnest(v_observations) as seen
      on seen.fingerprint = open.fingerprint
        or seen.fingerprint is null and coalesce(seen.object, open.object) is not distinct from open.object
    where open.rule = v_rule.name
      and open.resolved_at is null
    -- The nearest word on the alert counts: on itself, then on its object, then on all others.
    order by open.id, seen.fingerprint, seen.object
  ) as o
  where a.id = o.id
    and o.state <> 'breaching';

  update steward.alerts as a
  set resolved_at = evaluate_alert_rule.as_of,
    resolution = case when a.clear_count >= v_rule.breaches_to_clear then 'cleared' else 'unseen' end
  where a.rule = v_rule.name
    and a.resolved_at is null
    and (
      a.clear_count >= v_rule.breaches_to_clear
      or a.unknown_since
        <= evaluate_alert_rule.as_of - steward.get_setting('alerts.close_unseen_after')::interval
    );

  -- What could not be seen neither goes on counting nor starts anew.
  delete from steward_internal.alert_breaches as b
  where b.rule = v_rule.name
    and not exists (
      select
      from unnest(v_observations) as o
      where o.state = 'unknown' and o.fingerprint is null
        or o.state = 'unknown' and o.fingerprint = b.fingerprint
        or o.state = 'breaching' and o.fingerprint = b.fingerprint
    )
    or b.rule = v_rule.name
      and exists (
        select
        from unnest(v_observations) as o
        where o.state = 'clear'
          and o.fingerprint = b.fingerprint
      );

  insert into steward_internal.alert_breaches as b (rule, fingerprint, breaches, last_breach_at)
  select v_rule.name, o.fingerprint, 1, evaluate_alert_rule.as_of
  from unnest(v_observations) as o
  where o.state = 'breaching'
    and not exists (
      select
      from steward.alerts as a
      where a.rule = v_rule.name
        and a.fingerprint = o.fingerprint
        and a.resolved_at is null
    )
  on conflict on constraint alert_breaches_pkey do update
  set breaches = b.breaches + 1,
    last_breach_at = excluded.last_breach_at;

  v_room := steward.get_setting('alerts.max_open_per_rule')::integer - (
    select count(*)
    from steward.alerts as a
    where a.rule = v_rule.name
      and a.resolved_at is null
  );

  insert into steward.alerts (
    rule, fingerprint, severity, object, labels, condition, message, detail, action, unit, threshold,
    first_value, last_value, peak_value, opened_at, last_breach_at
  )
  select
    v_rule.name, o.fingerprint, v_rule.severity, o.object, o.labels, v_rule.condition,
    steward_internal.alert_message(v_rule, o), o.detail, o.action, o.unit, o.threshold,
    o.value, o.value, o.value, evaluate_alert_rule.as_of, evaluate_alert_rule.as_of
  from unnest(v_observations) as o
  inner join steward_internal.alert_breaches as b on b.rule = v_rule.name and b.fingerprint = o.fingerprint
  where o.state = 'breaching'
    and b.breaches >= v_rule.breaches_to_open
  order by case o.direction when 'below' then -o.value else o.value end desc nulls last, o.fingerprint
  limit greatest(v_room, 0);

  delete from steward_internal.alert_breaches as b
  using steward.alerts as a
  where b.rule = v_rule.name
    and a.rule = b.rule
    and a.fingerprint = b.fingerprint
    and a.resolved_at is null;

  select count(*)
  into v_left_out
  from steward_internal.alert_breaches as b
  where b.rule = v_rule.name
    and b.breaches >= v_rule.breaches_to_open;

  return query
  select
    r.status,
    case
      when v_left_out > 0 then format(
        '%s more objects breach it; at most %s alerts of a rule are open (setting alerts.max_open_per_rule).',
        v_left_out, steward.get_setting('alerts.max_open_per_rule')
      )
      else (
        select o.detail
        from unnest(v_observations) as o
        where o.state = case r.status when 'ok' then 'clear' else r.status end
        order by o.object nulls first, o.fingerprint
        limit 1
      )
    end
  from (
    select
      case
        when bool_or(o.state = 'breaching') then 'breaching'
        -- A metric is known once one label set is; that there may be others says nothing.
        when bool_or(o.state = 'clear' and o.fingerprint is not null) then 'ok'
        when bool_or(o.state = 'unknown') then 'unknown'
        else 'ok'
      end as status
    from unnest(v_observations) as o
  ) as r;
end
$$;

comment on function steward_internal.evaluate_alert_rule(text, jsonb, jsonb, timestamptz) is $doc$
Opens, updates and resolves the alerts of one rule.

An alert opens after `breaches_to_open` breaches in a row, and resolves after `breaches_to_clear`
evaluations in a row that saw it clear. An unknown observation does neither; after the setting
`alerts.close_unseen_after` it closes the alert as unseen. It tells nobody.

@param rule Name of the rule.
@param report The report to read; null if there is none that counts.
@param metrics The metrics to read; null if there are none.
@param as_of The time of the evaluation.
@returns One row: breaching, unknown or ok, and why.
@access steward_operator
@example select (steward_internal.evaluate_alert_rule(r.name, null, null, now())).* from alert_rules as r;
$doc$;

revoke all on function steward_internal.evaluate_alert_rule(text, jsonb, jsonb, timestamptz) from public;
