create or replace function steward.claim_notifications(
  channel text,
  max_count integer default 1,
  lease interval default '1 minute'
)
returns table (notification_id bigint, attempt integer, payload jsonb)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_new boolean;
begin
  if octet_length(claim_notifications.channel) between 1 and 200 is not true
    or claim_notifications.max_count >= 1 is not true
    or claim_notifications.lease > interval '0' is not true
  then
    raise exception using
      errcode = '22023',
      message = 'notifications are claimed for a channel of 1 to 200 bytes, at least one, with a positive lease',
      hint = 'select * from claim_notifications(''pager'', max_count => 10, lease => ''1 minute'');';
  end if;

  update steward.alert_channels as c
  set last_seen_at = now()
  where c.name = claim_notifications.channel
    and c.last_seen_at < now() - interval '1 minute';

  if not exists (select from steward.alert_channels as c where c.name = claim_notifications.channel) then
    perform pg_advisory_xact_lock(20985, 5);
    insert into steward.alert_channels as c (name)
    values (claim_notifications.channel)
    on conflict on constraint alert_channels_pkey do nothing
    returning true into v_is_new;
  end if;

  if v_is_new then
    -- A new channel learns of what is still going on; what is over is history.
    insert into steward.alert_deliveries (notification_id, channel, alert_id)
    select distinct on (n.alert_id) n.id, claim_notifications.channel, n.alert_id
    from steward.alert_notifications as n
    inner join steward.alerts as a on a.id = n.alert_id
    where a.resolved_at is null
    order by n.alert_id, n.id desc;
  end if;

  return query
  with due as (
    select d.notification_id
    from steward.alert_deliveries as d
    where d.channel = claim_notifications.channel
      and d.delivered_at is null
      and d.next_attempt_at <= clock_timestamp()
      -- Nobody wants to read that it is over before that it began.
      and not exists (
        select
        from steward.alert_deliveries as earlier
        where earlier.channel = d.channel
          and earlier.alert_id = d.alert_id
          and earlier.delivered_at is null
          and earlier.notification_id < d.notification_id
      )
    order by d.notification_id
    limit claim_notifications.max_count
    for update skip locked
  ),
  claimed as (
    update steward.alert_deliveries as d
    set attempts = d.attempts + 1,
      next_attempt_at = clock_timestamp() + claim_notifications.lease
    from due
    where d.notification_id = due.notification_id
      and d.channel = claim_notifications.channel
    returning d.notification_id, d.attempts
  )
  select c.notification_id, c.attempts,
    n.payload || jsonb_build_object('id', n.id, 'created_at', n.created_at, 'attempt', c.attempts)
  from claimed as c
  inner join steward.alert_notifications as n on n.id = c.notification_id
  order by c.notification_id;
end
$$;

comment on function steward.claim_notifications(text, integer, interval) is $doc$
Claims the notifications that are due on a channel, for the caller to deliver.

Any number of deliverers may ask for the same channel: each notification goes to one of them, until
its lease is over. Tell how it went with `finish_notification()`; a deliverer that dies says nothing, and
then the notification is due again: it is delivered at least once. Notifications about the same alert
come in their order. A channel that asks for the first time is added, and learns of the alerts that are open.

@area health
@param channel Name of the channel; what is delivered on one is still due on the others.
@param max_count How many at most.
@param lease How long nobody else gets them.
@returns The oldest first: the number of this attempt, and the notification as one document.
@error 22023 An argument makes no sense.
@access steward_operator
@example begin; select notification_id, payload ->> 'message' from claim_notifications('pager', 10); rollback;
$doc$;

revoke all on function steward.claim_notifications(text, integer, interval) from public;
