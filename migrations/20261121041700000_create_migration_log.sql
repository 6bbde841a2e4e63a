-- Up Migration
create table steward.migration_log (
  id bigint generated always as identity primary key,
  run_id uuid not null,
  ledger text not null,
  name text not null,
  direction text not null,
  status text not null default 'started',
  file text,
  checksum text,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  duration interval generated always as (finished_at - started_at) stored,
  attempts integer not null default 1,
  lock_wait interval not null default interval '0',
  actor text,
  host text,
  tool text not null,
  session_user_name name not null default session_user,
  role_name name not null default current_user,
  application_name text not null default current_setting('application_name'),
  client_address inet default inet_client_addr(),
  pid integer not null default pg_backend_pid(),
  backend_start timestamptz,
  xid xid8,
  statements_done integer not null default 0,
  done_checksum text,
  session_state jsonb,
  indexes_before oid[],
  sqlstate text,
  message text,
  detail text,
  hint text,
  statement text,
  line integer,
  constraint migration_log_direction_is_known check (direction in ('up', 'down')),
  constraint migration_log_status_is_known
    check (status in ('started', 'ok', 'failed', 'interrupted', 'rolled_back', 'faked')),
  constraint migration_log_end_is_told check ((status = 'started') = (finished_at is null)),
  constraint migration_log_failure_has_code check (status <> 'failed' or sqlstate is not null)
);
create index migration_log_name_idx on steward.migration_log (ledger, name, id);
create index migration_log_started_idx on steward.migration_log (id) where status = 'started';
comment on table steward.migration_log is $doc$
The history of the schema: every time a migration was applied or reverted, or was tried to be.

A row is committed before its file runs, and becomes `ok` in the transaction of the file itself, so it says `ok` if and only if the
file's changes are there. `failed`: see `sqlstate`, `message`, `statement` and `line`. `interrupted`: the session
was gone before it said how it ended; what a file without a transaction had done by then is done. `rolled_back`: the file did well, and its
transaction was rolled back (a rehearsal, or a later file of the same transaction failed). `faked`: marked as applied or
reverted without being run. Rows are never removed: a revert is a row of its own.

@area migration
@access steward_reader select
@access steward_admin select, insert, update
@example select id, name, direction, status, duration, attempts, actor from migration_log order by id desc limit 10;
$doc$;
comment on column steward.migration_log.run_id is 'The same for all files of one command.';
comment on column steward.migration_log.ledger is 'The table in which node-pg-migrate records what is applied.';
comment on column steward.migration_log.checksum is 'SHA-256 of the file, without byte order mark and carriage returns.';
comment on column steward.migration_log.lock_wait is
  'Time that went before the last attempt: waiting for other runs, and attempts that gave up on a lock, with the pauses after them.';
comment on column steward.migration_log.actor is 'Who says to have run it: of the CI system, or git, or the operating system.';
comment on column steward.migration_log.tool is 'What ran it; `ledger`: something else did, and only the ledger knows.';
comment on column steward.migration_log.statements_done is
  'How many statements of a file without a transaction are done; the next run goes on behind them.';
comment on column steward.migration_log.done_checksum is 'SHA-256 of those statements.';
comment on column steward.migration_log.session_state is
  'What they had left in their session: settings, roles, temporary relations. The next run makes it again, or refuses to go on.';
comment on column steward.migration_log.indexes_before is
  'The indexes that were there before the next statement, which builds or drops some concurrently, began; null if it has not begun.';
comment on column steward.migration_log.line is 'The line of the file in which the statement begins.';

create table steward.migration_files (
  ledger text not null,
  name text not null,
  position integer not null,
  file text not null,
  checksum text not null,
  has_down boolean not null,
  is_repeatable boolean not null,
  seen_at timestamptz not null default clock_timestamp(),
  constraint migration_files_pkey primary key (ledger, name)
);
comment on table steward.migration_files is $doc$
The migration files that the last run of `pgsteward migrate` found in the folder.

@area migration
@access steward_reader select
@access steward_admin select, insert, update, delete
@example select name, checksum, seen_at from migration_files order by position;
$doc$;

-- Down Migration
drop table steward.migration_files;
drop table steward.migration_log;
