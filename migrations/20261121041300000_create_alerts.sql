-- Up Migration
create table steward_internal.alert_rule_definitions (
  name text primary key,
  kind text not null,
  condition text not null,
  severity text not null,
  message text not null,
  cooldown interval not null,
  breaches_to_open integer not null,
  breaches_to_clear integer not null,
  renotify_every interval,
  is_enabled boolean not null,
  created_at timestamptz not null default now(),
  created_by name not null default session_user,
  constraint alert_rules_name_is_short check (octet_length(name) between 1 and 200),
  constraint alert_rules_severity_is_known check (severity in ('critical', 'warning', 'info')),
  constraint alert_rules_breaches_are_positive check (breaches_to_open >= 1 and breaches_to_clear >= 1)
);
comment on table steward_internal.alert_rule_definitions is $doc$
What `add_alert_rule()` was told.

@access steward_reader select
@access steward_admin select, insert, update, delete
$doc$;

create table steward_internal.alert_rule_states (
  rule text primary key,
  evaluated_at timestamptz not null,
  run_id bigint,
  status text not null,
  detail text,
  constraint alert_rule_states_status_is_known
    check (status in ('ok', 'breaching', 'unknown', 'error'))
);
comment on table steward_internal.alert_rule_states is $doc$
How the last evaluation of each alert rule went, and the recorded run that it was about.

@access steward_reader select
@access steward_operator select, insert, update, delete
$doc$;

create table steward_internal.alert_breaches (
  rule text not null,
  fingerprint text not null,
  breaches integer not null,
  last_breach_at timestamptz not null,
  constraint alert_breaches_pkey primary key (rule, fingerprint)
);
comment on table steward_internal.alert_breaches is $doc$
Counts the consecutive breaches of what has not opened an alert yet.

@access steward_reader select
@access steward_operator select, insert, update, delete
$doc$;

create table steward_internal.alert_counters (
  name text not null,
  labels jsonb not null,
  value numeric not null,
  constraint alert_counters_pkey primary key (name, labels)
);
comment on table steward_internal.alert_counters is $doc$
Keeps the counters that alert rules name as they were at the last evaluation.

@access steward_reader select
@access steward_operator select, insert, update, delete
$doc$;

create type steward_internal.alert_observation as (
  fingerprint text,
  object text,
  labels jsonb,
  state text,
  value numeric,
  unit text,
  threshold numeric,
  direction text,
  detail text,
  action text
);
comment on type steward_internal.alert_observation is $doc$
What a condition says about one object: `breaching`, `clear` or `unknown`.

Without a fingerprint it is about the object that it names; with neither, about all others.
$doc$;

create table steward.alerts (
  id bigint generated always as identity primary key,
  rule text not null,
  fingerprint text not null,
  severity text not null,
  object text,
  labels jsonb not null default '{}',
  condition text not null,
  message text not null,
  detail text,
  action text,
  unit text,
  threshold numeric,
  first_value numeric,
  last_value numeric,
  peak_value numeric,
  opened_at timestamptz not null,
  last_breach_at timestamptz not null,
  clear_count integer not null default 0,
  unknown_since timestamptz,
  unknown_reason text,
  acknowledged_at timestamptz,
  acknowledged_by name,
  acknowledge_note text,
  notified_at timestamptz,
  reminded_at timestamptz,
  resolved_at timestamptz,
  resolution text,
  resolution_notified_at timestamptz,
  duration interval generated always as (resolved_at - opened_at) stored,
  constraint alerts_severity_is_known check (severity in ('critical', 'warning', 'info')),
  constraint alerts_resolution_is_complete check ((resolved_at is null) = (resolution is null)),
  constraint alerts_resolution_is_known
    check (resolution in ('cleared', 'rule changed', 'rule disabled', 'rule dropped', 'unseen'))
);
create unique index alerts_one_open_episode_idx
  on steward.alerts (rule, fingerprint) where resolved_at is null;
create index alerts_notified_at_idx on steward.alerts (rule, fingerprint, notified_at);
create index alerts_resolved_at_idx on steward.alerts (resolved_at);
comment on table steward.alerts is $doc$
Keeps one row for each alert: an episode from the opening of an alert until it is resolved.

A rule opens one alert for each object or label set that breaches it. `unknown_since` says since when
the object could not be seen; such an alert neither clears nor breaches. `notified_at` is null while
nobody has been told: during the cooldown, or a maintenance window.

@area health
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select id, severity, rule, object, opened_at from alerts where resolved_at is null order by id;
$doc$;
comment on column steward.alerts.peak_value is 'The worst value of the episode, in the direction of the condition.';
comment on column steward.alerts.clear_count is 'How many evaluations in a row have found it clear while it is open.';
comment on column steward.alerts.resolution is
  'cleared; rule changed, disabled or dropped; or unseen: closed since nobody could see it for too long.';

create table steward.maintenance_windows (
  name text primary key,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  rules text[],
  reason text,
  created_by name not null default session_user,
  constraint maintenance_windows_end_after_they_start check (ends_at > starts_at)
);
comment on table steward.maintenance_windows is $doc$
Lists the times in which alerts are evaluated and recorded, and nobody is told.

`rules` names the alert rules that are silent; null means all of them.

@area health
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select name, starts_at, ends_at, rules from maintenance_windows where ends_at > now();
$doc$;

create table steward.alert_notifications (
  id bigint generated always as identity primary key,
  alert_id bigint not null references steward.alerts (id) on delete cascade,
  kind text not null,
  created_at timestamptz not null default clock_timestamp(),
  payload jsonb not null,
  constraint alert_notifications_kind_is_known check (kind in ('opened', 'reminder', 'resolved'))
);
create index alert_notifications_alert_id_idx on steward.alert_notifications (alert_id);
create index alert_notifications_created_at_idx on steward.alert_notifications (created_at);
comment on table steward.alert_notifications is $doc$
The outbox: what has to be told about an alert, written in the transaction that decided it.

Every row sends NOTIFY steward_alerts with its id. `pgsteward monitor` delivers it to its channels;
see `alert_deliveries` for how far that is.

@area health
@access steward_reader select
@access steward_operator select, insert, delete
@example select id, kind, created_at, payload ->> 'message' as message from alert_notifications;
$doc$;

create table steward.alert_channels (
  name text primary key,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  constraint alert_channels_name_is_short check (octet_length(name) between 1 and 200)
);
comment on table steward.alert_channels is $doc$
Lists where notifications are delivered to; `claim_notifications()` adds a channel when it first asks.

@area health
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select name, last_seen_at from alert_channels;
$doc$;

create table steward.alert_deliveries (
  notification_id bigint not null references steward.alert_notifications (id) on delete cascade,
  channel text not null references steward.alert_channels (name) on delete cascade,
  alert_id bigint not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  delivered_at timestamptz,
  constraint alert_deliveries_pkey primary key (notification_id, channel)
);
create index alert_deliveries_pending_idx
  on steward.alert_deliveries (channel, alert_id, notification_id) where delivered_at is null;
comment on table steward.alert_deliveries is $doc$
Shows for each notification and channel whether it has been delivered, and if not, why.

`next_attempt_at` is when it will be tried next; while a deliverer is at work it is the end of its lease.

@area health
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select notification_id, channel, attempts, last_error from alert_deliveries where delivered_at is null;
$doc$;

insert into steward.settings (name, value, value_type, default_value, description)
select s.name, s.value, s.value_type, s.value, s.description
from (
  values
    ('alerts.keep', '90 days', 'interval',
     'evaluate_alerts() removes resolved alerts and past maintenance windows that are older than this.'),
    ('alerts.keep_notifications', '7 days', 'interval',
     'A notification is given up and removed after this time, and so is a channel that nobody asks for.'),
    ('alerts.max_open_per_rule', '20', 'integer',
     'A rule that many objects breach opens alerts for so many of them, the worst first.'),
    ('alerts.run_expires_after', '1 hour', 'interval',
     'What a recorded health check said counts as unknown after this time.'),
    ('alerts.close_unseen_after', '7 days', 'interval',
     'An open alert about something that nobody could see for this long is closed as unseen.')
) as s (name, value, value_type, description);

-- Down Migration
delete from steward.settings where name like 'alerts.%';
drop table steward.alert_deliveries;
drop table steward.alert_channels;
drop table steward.alert_notifications;
drop table steward.maintenance_windows;
drop table steward.alerts;
drop type steward_internal.alert_observation;
drop table steward_internal.alert_counters;
drop table steward_internal.alert_breaches;
drop table steward_internal.alert_rule_states;
drop table steward_internal.alert_rule_definitions;
