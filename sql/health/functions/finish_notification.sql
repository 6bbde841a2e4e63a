create or replace function steward.finish_notification(
  notification_id bigint,
  channel text,
  error text default null
)
returns timestamptz
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.assert_not_null(
    'steward.finish_notification',
    jsonb_build_object(
      'notification_id', finish_notification.notification_id,
      'channel', finish_notification.channel
    )
  );
  update steward.alert_deliveries as d
  set delivered_at = case when finish_notification.error is null then clock_timestamp() end,
    last_error = coalesce(left(finish_notification.error, 1000), d.last_error),
    next_attempt_at = case
      when finish_notification.error is null then d.next_attempt_at
      else clock_timestamp() + steward_internal.alert_retry_delay(d.attempts, random())
    end
  where d.notification_id = finish_notification.notification_id
    and d.channel = finish_notification.channel
    and d.delivered_at is null
  returning case when d.delivered_at is null then d.next_attempt_at end
$$;

comment on function steward.finish_notification(bigint, text, text) is $doc$
Records how the delivery of a claimed notification went.

A failure is tried again after 5 seconds, then ever more seldom, every 15 minutes at last, until the
notification is older than the setting `alerts.keep_notifications`. What has been delivered stays so.

@area health
@param notification_id The notification that was claimed.
@param channel The channel that it was claimed for.
@param error What went wrong; null means that it was delivered.
@returns When it is due again; null if it never is.
@error 22004 notification_id or channel is null.
@access steward_operator
@example select finish_notification(0, 'pager', 'HTTP 503');
$doc$;

revoke all on function steward.finish_notification(bigint, text, text) from public;
