create or replace function steward_internal.queue_alert_notifications(as_of timestamptz)
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with due as materialized (
    select
      a as alert,
      case
        when a.resolved_at is not null then 'resolved'
        when a.notified_at is null then 'opened'
        else 'reminder'
      end as kind
    from steward.alerts as a
    left join steward_internal.alert_rule_definitions as d on d.name = a.rule
    where not exists (
        select
        from steward.maintenance_windows as w
        where queue_alert_notifications.as_of >= w.starts_at
          and queue_alert_notifications.as_of < w.ends_at
          and (w.rules is null or a.rule = any (w.rules))
      )
      and case
        when a.resolved_at is not null then a.notified_at is not null and a.resolution_notified_at is null
        when a.acknowledged_at is not null or a.clear_count > 0 then false
        when a.notified_at is null then
          a.unknown_since is null
          and not exists (
            select
            from steward.alerts as earlier
            where earlier.rule = a.rule
              and earlier.fingerprint = a.fingerprint
              and earlier.notified_at > queue_alert_notifications.as_of - d.cooldown
          )
        else coalesce(a.reminded_at, a.notified_at) <= queue_alert_notifications.as_of - d.renotify_every
      end
  ),
  queued as (
    insert into steward.alert_notifications (alert_id, kind, payload)
    select
      (d.alert).id,
      d.kind,
      steward_internal.alert_payload(d.alert, d.kind, queue_alert_notifications.as_of)
    from due as d
    order by (d.alert).id
    returning id, alert_id, kind
  ),
  addressed as (
    insert into steward.alert_deliveries (notification_id, channel, alert_id)
    select q.id, c.name, q.alert_id
    from queued as q
    cross join steward.alert_channels as c
  ),
  noted as (
    update steward.alerts as a
    set notified_at = case q.kind when 'opened' then queue_alert_notifications.as_of else a.notified_at end,
      reminded_at = case q.kind when 'reminder' then queue_alert_notifications.as_of else a.reminded_at end,
      resolution_notified_at = case q.kind
        when 'resolved' then queue_alert_notifications.as_of
        else a.resolution_notified_at
      end
    from queued as q
    where a.id = q.alert_id
  ),
  announced as (
    select pg_notify('steward_alerts', q.id::text)
    from queued as q
  )
  select count(*)
  from announced
$$;

comment on function steward_internal.queue_alert_notifications(timestamptz) is $doc$
Writes the notifications that are due, and announces them with NOTIFY.

It looks at the state of the alerts only, so whatever a cooldown or a maintenance window held back is
told as soon as that is over, if it is still true: an alert that is still breaching, and the end of
one that had been told. Acknowledged alerts are not told again, but for their end.

@param as_of The time to decide for.
@returns How many were written.
@access steward_operator
@example select steward_internal.queue_alert_notifications(now());
$doc$;

revoke all on function steward_internal.queue_alert_notifications(timestamptz) from public;
