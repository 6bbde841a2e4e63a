-- Up Migration
create table steward.finding_history (
  fingerprint text primary key,
  check_id text not null,
  severity text not null,
  worst_severity text not null,
  object_type text,
  object_schema text,
  object_name text,
  title text not null,
  detail text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  resolved_at timestamptz,
  seen_count integer not null default 1,
  flap_count integer not null default 0
);
create index finding_history_unresolved_idx on steward.finding_history (check_id) where resolved_at is null;
comment on table steward.finding_history is $doc$
Keeps the life of each finding: when it was first and last seen, and when it was gone.

`record_health_check()` writes it. `severity` and `detail` are those of the last sighting,
`worst_severity` is the gravest there was; `resolved_at` is the run that looked and found it no more (a
check that could not look resolves nothing), and `flap_count` says how often it came back after that.
Findings about sessions share one row a check. Rows resolved longer ago than the setting
`health.keep_history` are removed.

@area health
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select check_id, object_name, now() - first_seen as age, flap_count from finding_history where resolved_at is null;
$doc$;

create table steward.ignored_findings (
  pattern text primary key,
  reason text not null,
  ignored_by name not null default session_user,
  ignored_at timestamptz not null default now(),
  until timestamptz
);
comment on table steward.ignored_findings is $doc$
Lists the findings that somebody decided to live with: which, why, who and until when.

Write it with `ignore_finding()` and `unignore_finding()`. A row whose `until` has passed ignores nothing
any more and stays as a record.

@area health
@access steward_reader select
@access steward_operator select
@access steward_admin select, insert, update, delete
@example select pattern, reason, ignored_by from ignored_findings where until is null or until > now();
$doc$;

insert into steward.settings (name, value, value_type, default_value, description)
values (
  'health.keep_history', '1 year', 'interval', '1 year',
  'record_health_check() forgets findings that were resolved longer ago than this.'
);

-- Down Migration
delete from steward.settings where name = 'health.keep_history';
drop table steward.ignored_findings;
drop table steward.finding_history;
