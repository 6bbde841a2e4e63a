-- Up Migration
create table steward.schedules (
  name text primary key,
  cron text,
  run_at timestamptz,
  command text not null,
  active boolean not null default true,
  missed_run text not null default 'skip',
  retries integer not null default 0,
  retry_delay interval not null default '1 minute',
  time_limit interval,
  requested_at timestamptz,
  created_at timestamptz not null default now(),
  created_by name not null default session_user,
  constraint schedules_name_fits_pg_cron check (octet_length(name) between 1 and 48),
  constraint schedules_command_is_not_blank check (btrim(command) <> ''),
  constraint schedules_have_one_time check (num_nonnulls(cron, run_at) = 1),
  constraint schedules_missed_run_is_known check (missed_run in ('skip', 'run_once')),
  constraint schedules_retries_are_few check (retries between 0 and 20),
  constraint schedules_retry_delay_is_short check (retry_delay between interval '1 second' and interval '1 day'),
  constraint schedules_time_limit_is_positive check (time_limit > interval '0')
);
comment on table steward.schedules is $doc$
Lists what should run and when: the desired state that `sync_schedules()` brings to pg_cron.

Without pg_cron in this database `pgsteward worker` runs the same rows. Times are in UTC. A one-shot
has `run_at` instead of `cron`, and its row goes when it is done.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select name, cron, command from schedules order by name;
$doc$;
comment on column steward.schedules.cron is
  'Five fields as in crontab(5), read in UTC, or `@hourly` and its like.';
comment on column steward.schedules.active is 'False while it is paused.';
comment on column steward.schedules.missed_run is
  'What happens after a time that nobody kept: skip, or run_once, however many times passed.';
comment on column steward.schedules.retries is 'How often a run that failed is tried again.';
comment on column steward.schedules.retry_delay is 'The time before the first retry; it doubles each time.';
comment on column steward.schedules.time_limit is 'A run that takes longer is cancelled.';
comment on column steward.schedules.requested_at is 'When run_schedule_now() asked for a run that has not begun.';

create table steward.schedule_runs (
  id bigint generated always as identity primary key,
  name text not null,
  scheduled_for timestamptz not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  status text not null default 'running',
  message text,
  worker text not null,
  attempt integer not null default 1,
  pid integer,
  cron_run_id bigint unique,
  constraint schedule_runs_once_per_tick unique (name, scheduled_for, attempt),
  constraint schedule_runs_status_is_known
    check (status in ('running', 'succeeded', 'failed', 'skipped', 'interrupted', 'timed_out'))
);
comment on table steward.schedule_runs is $doc$
Records the runs of schedules, whoever is the clock.

The unique constraint makes sure that a tick runs once: of several workers one gets it, and a tick that
pg_cron replays becomes nothing. Runs of commands that pg_cron has to run by itself, such as CALL, are
copied from its history by `watch_schedules()`.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select name, started_at, status, message from schedule_runs order by id desc limit 5;
$doc$;
comment on column steward.schedule_runs.scheduled_for is
  'The time that was due; of a run on request, when it was asked for.';
comment on column steward.schedule_runs.attempt is '1, and one more for each retry.';
comment on column steward.schedule_runs.pid is 'The backend that runs it; null for a worker.';
comment on column steward.schedule_runs.cron_run_id is 'The run in cron.job_run_details that this was copied from.';
create index schedule_runs_of_schedule on steward.schedule_runs (name, id);
create index schedule_runs_going_on on steward.schedule_runs (name) where status = 'running';

insert into steward.settings (name, value, value_type, default_value, description)
select s.name, s.value, s.value_type, s.value, s.description
from (
  values
    ('maintenance.keep_cron_history', '7 days', 'interval',
     'purge_cron_history() removes the run history of schedules that is older than this.'),
    ('maintenance.cron_database', '', 'text',
     'The database of this server whose pg_cron runs the schedules of this one; empty: pg_cron here, or the worker.')
) as s (name, value, value_type, description);

-- Down Migration
delete from steward.settings where name like 'maintenance.%';
drop table steward.schedule_runs;
drop table steward.schedules;
