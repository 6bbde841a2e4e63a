-- Up Migration
create table steward.backup_runs (
  id bigint generated always as identity primary key,
  kind text not null,
  status text not null default 'started',
  file text not null,
  size_bytes bigint,
  sha256 text,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  duration interval generated always as (finished_at - started_at) stored,
  message text,
  actor text,
  host text,
  session_user_name name not null default session_user,
  pid integer not null default pg_backend_pid(),
  backend_start timestamptz,
  constraint backup_runs_kind_is_known check (kind in ('backup', 'restore', 'verify')),
  constraint backup_runs_status_is_known check (status in ('started', 'ok', 'failed', 'interrupted')),
  constraint backup_runs_end_is_told check ((status = 'started') = (finished_at is null)),
  constraint backup_runs_failure_has_message check (status <> 'failed' or message is not null)
);
create index backup_runs_started_idx on steward.backup_runs (id) where status = 'started';
comment on table steward.backup_runs is $doc$
The backups, verifications and restores that `pgsteward` ran in this database.

`interrupted`: a signal ended it, or its session was gone before it said how it ended. A backup never contains its own row. What was
backed up by other means is not here, and a file may have gone since.

@area migration
@access steward_reader select
@access steward_admin select, insert, update
@example select kind, status, file, size_bytes, duration, message from backup_runs order by id desc limit 10;
$doc$;
comment on column steward.backup_runs.file is 'The dump, as a path on the host.';
comment on column steward.backup_runs.sha256 is 'SHA-256 of the dump.';
comment on column steward.backup_runs.actor is 'Who says to have run it: of the CI system, or git, or the operating system.';
comment on column steward.backup_runs.host is 'Where pgsteward ran, and the file is.';

-- Down Migration
drop table steward.backup_runs;
