-- Up Migration
create type steward_internal.check_row as (
  object_type text,
  object_schema text,
  object_name text,
  value numeric,
  detail text,
  action text,
  severity text,
  status text,
  fix_sql text[],
  undo_sql text[],
  evidence jsonb
);
comment on type steward_internal.check_row is $doc$
What a health check reports about one object; the runner adds everything else.

`undo_sql` puts back what `fix_sql` changes, where that is possible. A null `severity` is decided by the thresholds of the check, a null `status` means "finding" (or
"ok" below the thresholds), a null `action` is the remedy of the check.
$doc$;

create type steward.health_finding as (
  check_id text,
  status text,
  severity text,
  category text,
  object_type text,
  object_schema text,
  object_name text,
  fingerprint text,
  title text,
  detail text,
  value numeric,
  unit text,
  threshold_warning numeric,
  threshold_critical numeric,
  confidence text,
  evidence jsonb,
  action text,
  fix_sql text[],
  undo_sql text[],
  fix_lock text,
  fix_risk text,
  doc_url text,
  stats_since timestamptz,
  measured_at timestamptz,
  ignored_because text
);
comment on type steward.health_finding is $doc$
One row of a health check: one check and one object, or the check as a whole.

`status` is `finding`, `ok`, `skipped` (could not look; `action` says what would let it) or `error`.
`fingerprint` names the finding for ever: it holds no counters and no OIDs, so it survives a dump
and restore. Sessions come and go, so their findings share the fingerprint of the check.
`ignored_because` is the reason given to `ignore_finding()`, null for what is not ignored.

@area health
$doc$;

create table steward_internal.health_check_overrides (
  check_id text primary key,
  enabled boolean,
  warning numeric,
  critical numeric
);
comment on table steward_internal.health_check_overrides is $doc$
What `configure_health_check()` changed; null means "as shipped".

@access steward_reader select
@access steward_admin select, insert, update, delete
$doc$;

create table steward.health_runs (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  status text not null,
  critical_count integer not null,
  warning_count integer not null,
  info_count integer not null,
  ok_count integer not null,
  skipped_count integer not null,
  error_count integer not null,
  recorded_by name not null default session_user,
  report jsonb not null,
  constraint health_runs_status_is_known
    check (status in ('ok', 'info', 'warning', 'critical', 'unknown'))
);
create index health_runs_started_at_idx on steward.health_runs (started_at);
comment on table steward.health_runs is $doc$
Keeps one row for each recorded health check, with its whole report.

`record_health_check()` writes it and removes what is older than the setting `health.keep_runs`.
`status` and the counts mean what they mean in `health_status()`.

@area health
@access steward_reader select
@access steward_operator select, insert, delete
@example select id, started_at, status, critical_count from health_runs order by id desc limit 5;
$doc$;

insert into steward.settings (name, value, value_type, default_value, description)
select s.name, s.value, s.value_type, s.value, s.description
from (
  values
    ('health.time_budget', '10 s', 'interval',
     'A health check starts no further check after this time; the rest is reported as skipped.'),
    ('health.keep_runs', '30 days', 'interval',
     'record_health_check() removes recorded runs that are older than this.'),
    ('health.usage_window', '30 days', 'interval',
     'An index may be called unused only after statistics have been collected for this long.'),
    ('health.application_roles',
     '{steward_user,steward_anon,anon,authenticated,web_anon}', 'text[]',
     'Roles that applications connect with; what they (or PUBLIC) can read needs row level security.')
) as s (name, value, value_type, description);

-- Down Migration
delete from steward.settings where name like 'health.%';
drop table steward.health_runs;
drop table steward_internal.health_check_overrides;
drop type steward.health_finding;
drop type steward_internal.check_row;
