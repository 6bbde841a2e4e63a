-- Up Migration
create table steward.seed_runs (
  id bigint generated always as identity primary key,
  run_id uuid not null,
  name text not null,
  file text not null,
  checksum text not null,
  environment text not null,
  scale numeric not null,
  on_conflict text not null,
  in_transaction boolean not null,
  status text not null default 'started',
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  duration interval generated always as (finished_at - started_at) stored,
  statements integer,
  statements_done integer not null default 0,
  rows bigint not null default 0,
  inserted bigint,
  updated bigint,
  unchanged bigint,
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
  sqlstate text,
  message text,
  detail text,
  hint text,
  statement text,
  line integer,
  constraint seed_runs_policy_is_known check (on_conflict in ('nothing', 'update', 'error')),
  constraint seed_runs_status_is_known check (status in ('started', 'ok', 'failed', 'interrupted', 'skipped')),
  constraint seed_runs_end_is_told check ((status = 'started') = (finished_at is null)),
  constraint seed_runs_failure_has_code check (status <> 'failed' or sqlstate is not null)
);
create index seed_runs_name_idx on steward.seed_runs (name, id);
create index seed_runs_started_idx on steward.seed_runs (id) where status = 'started';
comment on table steward.seed_runs is $doc$
The history of `pgsteward migrate seed`: every time a seed file was run, or was skipped because it is done.

A row is committed before its file runs, and becomes `ok` in the transaction of the file itself, so it says `ok` if and only if the
data are there. `failed`: see `sqlstate`, `message`, `statement` and `line`. `interrupted`: the session was gone before it said how
it ended; what a file without a transaction had done by then (`statements_done`) is done. `skipped`: the same
file was `ok` before, in the same environment and scale.

@area migration
@access steward_reader select
@access steward_admin select, insert, update
@example select id, name, environment, status, duration, rows, actor from seed_runs order by id desc limit 10;
$doc$;
comment on column steward.seed_runs.run_id is 'The same for all files of one command.';
comment on column steward.seed_runs.checksum is 'SHA-256 of the file, without byte order mark and carriage returns.';
comment on column steward.seed_runs.on_conflict is 'What becomes of rows whose key is there already.';
comment on column steward.seed_runs.in_transaction is 'False if the file was run without one: then a run that failed may have left a part.';
comment on column steward.seed_runs.statements is 'How many statements the file has; null for a file of data.';
comment on column steward.seed_runs.rows is 'Rows that its statements inserted, updated, deleted or merged.';
comment on column steward.seed_runs.inserted is 'For a file of data; likewise `updated`, and `unchanged` for what was there already.';
comment on column steward.seed_runs.actor is 'Who says to have run it: of the CI system, or git, or the operating system.';
comment on column steward.seed_runs.line is 'The line of the file in which the statement begins, or the row is.';

-- Down Migration
drop table steward.seed_runs;
