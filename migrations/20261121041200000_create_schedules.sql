-- Up Migration
create table steward.schedules (
  name text primary key,
  cron text not null,
  command text not null,
  created_at timestamptz not null default now(),
  created_by name not null default session_user,
  constraint schedules_name_fits_pg_cron check (octet_length(name) between 1 and 48),
  constraint schedules_command_is_not_blank check (btrim(command) <> '')
);
comment on table steward.schedules is $doc$
Lists what should run and when: the desired state that `sync_schedules()` brings to pg_cron.

Without pg_cron in this database `pgsteward worker` runs the same rows. Times are in UTC.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select name, cron, command from schedules order by name;
$doc$;
comment on column steward.schedules.cron is
  'Five fields as in crontab(5), read in UTC, or `@hourly` and its like.';

create table steward.schedule_runs (
  id bigint generated always as identity primary key,
  name text not null,
  scheduled_for timestamptz not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  status text not null default 'running',
  message text,
  worker text not null,
  constraint schedule_runs_once_per_tick unique (name, scheduled_for),
  constraint schedule_runs_status_is_known
    check (status in ('running', 'succeeded', 'failed', 'skipped', 'interrupted'))
);
comment on table steward.schedule_runs is $doc$
Records what `pgsteward worker` ran; the runs of pg_cron are in cron.job_run_details.

The unique constraint makes sure that of several workers only one runs a tick.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select name, started_at, status, message from schedule_runs order by id desc limit 5;
$doc$;

insert into steward.settings (name, value, value_type, default_value, description)
select s.name, s.value, s.value_type, s.value, s.description
from (
  values
    ('maintenance.keep_cron_history', '7 days', 'interval',
     'purge_cron_history() removes the run history of schedules that is older than this.')
) as s (name, value, value_type, description);

-- Down Migration
delete from steward.settings where name like 'maintenance.%';
drop table steward.schedule_runs;
drop table steward.schedules;
