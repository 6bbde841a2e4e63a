create or replace function steward_internal.alert_payload(alert steward.alerts, kind text, as_of timestamptz)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set intervalstyle = 'postgres'
as $$
  select jsonb_build_object(
    'kind', alert_payload.kind,
    'alert_id', alert.id,
    'rule', alert.rule,
    'severity', alert.severity,
    'condition', alert.condition,
    'database', current_database(),
    'object', alert.object,
    'labels', alert.labels,
    'message', case
      when alert_payload.kind = 'opened' then alert.message
      when alert_payload.kind = 'reminder'
        then format('still open after %s: %s', lasted.duration, alert.message)
      when alert.resolution = 'cleared' then format('resolved after %s: %s', lasted.duration, alert.message)
      else format('closed after %s (%s): %s', lasted.duration, alert.resolution, alert.message)
    end,
    'detail', alert.detail,
    'action', alert.action,
    'value', alert.last_value,
    'value_text', steward_internal.format_value(alert.last_value, alert.unit),
    'peak_value', alert.peak_value,
    'peak_value_text', steward_internal.format_value(alert.peak_value, alert.unit),
    'threshold', alert.threshold,
    'threshold_text', steward_internal.format_value(alert.threshold, alert.unit),
    'unit', alert.unit,
    'opened_at', alert.opened_at,
    'unknown_since', alert.unknown_since,
    'unknown_reason', alert.unknown_reason,
    'acknowledged_by', alert.acknowledged_by,
    'resolved_at', alert.resolved_at,
    'resolution', alert.resolution,
    'duration', lasted.duration
  )
  from (
    select date_trunc('second', coalesce(alert.resolved_at, alert_payload.as_of) - alert.opened_at)::text
  ) as lasted (duration)
$$;

comment on function steward_internal.alert_payload(steward.alerts, text, timestamptz) is $doc$
Describes an alert for those who have to be told about it.

@param alert The alert.
@param kind What is told: opened, reminder or resolved.
@param as_of The time until which an open alert has lasted.
@returns An object with the alert, its values also as text, and one line as `message`.
@access steward_reader
@example select steward_internal.alert_payload(a, 'opened', now()) ->> 'message' from steward.alerts as a;
$doc$;

revoke all on function steward_internal.alert_payload(steward.alerts, text, timestamptz) from public;
