create or replace function steward_internal.purge_alerts(as_of timestamptz)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  delete from steward.alert_notifications as n
  where n.created_at < purge_alerts.as_of - steward.get_setting('alerts.keep_notifications')::interval;

  delete from steward.alert_channels as c
  where c.last_seen_at < purge_alerts.as_of - steward.get_setting('alerts.keep_notifications')::interval;

  delete from steward.alerts as a
  where a.resolved_at < purge_alerts.as_of - steward.get_setting('alerts.keep')::interval;

  delete from steward.maintenance_windows as w
  where w.ends_at < purge_alerts.as_of - steward.get_setting('alerts.keep')::interval;

  delete from steward_internal.alert_breaches as b
  where b.last_breach_at < purge_alerts.as_of - steward.get_setting('alerts.close_unseen_after')::interval;
$$;

comment on function steward_internal.purge_alerts(timestamptz) is $doc$
Removes what the settings `alerts.keep...` no longer keep.

@param as_of The time to count from.
@returns Nothing.
@access steward_operator
@example begin; select steward_internal.purge_alerts(now()); rollback;
$doc$;

revoke all on function steward_internal.purge_alerts(timestamptz) from public;
