-- Up Migration
create table steward.retention_policies (
  target_schema name not null,
  target_table name not null,
  age_column name not null,
  age_kind text not null,
  time_zone text not null,
  time_zone_from text not null,
  keep interval not null,
  action text not null,
  conditions jsonb not null,
  archive_schema name,
  archive_table name,
  soft_delete_column name,
  keep_rows bigint,
  keep_last integer,
  keep_per name[],
  max_share numeric,
  max_rows bigint,
  time_budget interval not null,
  window_start time,
  window_end time,
  priority integer not null,
  enabled boolean not null,
  created_at timestamptz not null default now(),
  created_by name not null default session_user,
  approved_at timestamptz,
  approved_by name,
  approved_share numeric,
  constraint retention_policies_pkey primary key (target_schema, target_table),
  constraint retention_policies_age_kind_is_known
    check (age_kind in ('timestamptz', 'timestamp', 'date', 'epoch_seconds', 'epoch_milliseconds', 'uuidv7')),
  constraint retention_policies_action_is_known
    check (action in ('delete', 'archive', 'soft_delete', 'drop_partition')),
  constraint retention_policies_archive_is_named
    check ((action = 'archive') = (archive_table is not null) and (archive_table is null) = (archive_schema is null)),
  constraint retention_policies_soft_delete_is_named check ((action = 'soft_delete') = (soft_delete_column is not null)),
  constraint retention_policies_keep_is_positive check (keep > interval '0'),
  constraint retention_policies_keep_rows_is_positive check (keep_rows > 0),
  constraint retention_policies_keep_last_has_keys
    check ((keep_last is null) = (keep_per is null) and keep_last > 0 and cardinality(keep_per) > 0),
  constraint retention_policies_max_share_is_a_share check (max_share > 0 and max_share <= 1),
  constraint retention_policies_max_rows_is_positive check (max_rows > 0),
  constraint retention_policies_time_budget_is_positive check (time_budget > interval '0'),
  constraint retention_policies_window_has_two_ends
    check ((window_start is null) = (window_end is null) and window_start <> window_end),
  constraint retention_policies_approved_share_is_a_share check (approved_share > 0 and approved_share <= 1),
  constraint retention_policies_approval_is_signed check ((approved_at is null) = (approved_by is null))
);
comment on table steward.retention_policies is $doc$
How long the rows of each table are kept, and what becomes of them then.

One row for each table; `add_retention_policy()` makes it, and until `approve_retention_policy()` nothing happens. A
table is known by its name, so one that is renamed fails loudly instead of losing rows under another name.

@area maintenance
@access steward_reader select
@access steward_operator select
@access steward_admin select, insert, update, delete
$doc$;

create table steward.maintenance_runs (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome text not null default 'running',
  role_name name not null default current_user,
  pid integer not null default pg_backend_pid(),
  constraint maintenance_runs_outcome_is_known
    check (outcome in ('running', 'done', 'partial', 'error', 'skipped_overlap', 'interrupted')),
  constraint maintenance_runs_end_is_told check ((outcome = 'running') = (finished_at is null))
);
comment on table steward.maintenance_runs is $doc$
Records each run of `run_database_maintenance()` and of `apply_retention()`.

`partial`: a step left something for the next run. `error`: a step failed; the others were done.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select id, started_at, finished_at - started_at as duration, outcome from maintenance_runs order by id desc limit 5;
$doc$;

create table steward.maintenance_steps (
  id bigint generated always as identity primary key,
  run_id bigint not null references steward.maintenance_runs on delete cascade,
  step text not null,
  target text,
  strategy text,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome text not null default 'running',
  rows bigint not null default 0,
  batches bigint not null default 0,
  wal_bytes bigint not null default 0,
  rows_expected bigint,
  lag interval,
  sqlstate text,
  message text,
  constraint maintenance_steps_outcome_is_known
    check (
      outcome in (
        'running', 'done', 'partial_time', 'partial_rows', 'braked', 'skipped_overlap', 'skipped_window',
        'blocked_fk', 'lock_timeout', 'refused_guard', 'nothing_to_do', 'error', 'interrupted'
      )
    ),
  constraint maintenance_steps_end_is_told check ((outcome = 'running') = (finished_at is null)),
  constraint maintenance_steps_error_has_code check (outcome <> 'error' or sqlstate is not null)
);
create index maintenance_steps_run_id_idx on steward.maintenance_steps (run_id);
create index maintenance_steps_target_idx on steward.maintenance_steps (target, id);
comment on table steward.maintenance_steps is $doc$
Records what each step of a maintenance run did.

Outcomes: `done`; `nothing_to_do`; `partial_time`, `partial_rows` and `braked` go on the next time;
`skipped_overlap`: another run is at it; `skipped_window`: not at this hour; `blocked_fk`: rows that others refer to
stayed; `lock_timeout`: somebody held the table; `refused_guard`: nothing was touched, see `message`;
`error`: see `sqlstate`; `interrupted`: its session ended. While a step is `running`, the figures follow it.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, update, delete
@example select step, target, outcome, rows, finished_at - started_at as duration, message from maintenance_steps order by id desc limit 5;
$doc$;
comment on column steward.maintenance_steps.wal_bytes is
  'WAL that the server wrote during the batches, by everybody.';
comment on column steward.maintenance_steps.lag is
  'How much longer than its policy says the oldest row that should be gone had been kept when the step ended; 0 if none was left.';

create table steward.analysis_results (
  id bigint generated always as identity primary key,
  run_id bigint not null references steward.maintenance_runs on delete cascade,
  taken_at timestamptz not null default clock_timestamp(),
  analysis text not null,
  object text,
  value numeric,
  unit text,
  verdict text,
  details jsonb not null
);
create index analysis_results_run_id_idx on steward.analysis_results (run_id);
create index analysis_results_object_idx on steward.analysis_results (analysis, object, taken_at);
comment on table steward.analysis_results is $doc$
Keeps what `run_deep_analysis()` measured and concluded, week by week.

@area maintenance
@access steward_reader select
@access steward_operator select, insert, delete
@example select object, value, unit, verdict from analysis_results where analysis = 'bloat' order by taken_at desc, value desc limit 10;
$doc$;
comment on column steward.analysis_results.analysis is 'bloat, index usage, growth or forecast.';
comment on column steward.analysis_results.details is 'The whole row of the function or view that was asked.';

create table steward_internal.retention_positions (
  leaf oid primary key,
  strategy text not null,
  position text not null,
  saved_at timestamptz not null default clock_timestamp()
);
comment on table steward_internal.retention_positions is $doc$
Remembers how far a retention run that did not finish has come in a table or partition.

@access steward_operator select, insert, update, delete
$doc$;

create type steward_internal.retention_run as (
  step_id bigint,
  policy steward.retention_policies,
  target oid,
  owner_name name,
  search_path text,
  predicate text,
  age_limit text,
  expired_partitions oid[],
  leaves oid[],
  strategy text,
  statement text,
  "position" text,
  end_block bigint,
  size bigint,
  max_size bigint,
  rows bigint,
  batches bigint,
  wal_bytes bigint,
  row_limit bigint,
  share_limit bigint,
  blocked_rows bigint,
  dropped_partitions bigint,
  is_resumed boolean,
  locked_batches bigint,
  lock_attempts integer,
  deadline timestamptz,
  looked_at timestamptz,
  others_at timestamptz,
  is_alone boolean,
  saved_at timestamptz,
  braked_for interval,
  has_to_wait boolean,
  outcome text,
  sqlstate text,
  message text
);
comment on type steward_internal.retention_run is
  'What a run of a retention policy knows between two batches.';

insert into steward.settings (name, value, value_type, default_value, description)
select s.name, s.value, s.value_type, s.value, s.description
from (
  values
    ('maintenance.batch_rows', '500', 'integer', 'Rows that a batch of retention removes before it commits, while other sessions are active.'),
    ('maintenance.idle_batch_rows', '100000', 'integer', 'Rows that a batch of retention removes before it commits, while nobody else is active.'),
    ('maintenance.batch_wal', '128kB', 'size', 'WAL that a batch of retention writes before it commits, while other sessions are active.'),
    ('maintenance.idle_batch_wal', '4MB', 'size', 'WAL that a batch of retention writes before it commits, while nobody else is active.'),
    ('maintenance.lock_timeout', '1s', 'interval', 'How long a batch of retention waits for a lock.'),
    ('maintenance.max_brake', '1 minute', 'interval', 'A retention run that had to wait for the server this long in all ends as braked.'),
    ('maintenance.max_replication_lag', '64MB', 'size', 'Retention waits while a standby is this far behind.'),
    ('maintenance.max_slot_lag', '4GB', 'size', 'Retention waits while a replication slot keeps this much WAL.'),
    ('maintenance.max_snapshot_age', '1 day', 'interval', 'Retention waits while a session has held a snapshot this long.'),
    ('maintenance.count_limit', '1GB', 'size', 'preview_retention() counts rows in tables below this size, and estimates them in larger ones.'),
    ('maintenance.old_snapshot', '5 minutes', 'interval', 'preview_retention() tells of sessions that have held a snapshot this long.'),
    ('maintenance.trusted_roles', '{}', 'text[]', 'Roles whose triggers retention may fire, besides the superusers, the owner of the database and the role that runs it.'),
    ('maintenance.keep_runs', '90 days', 'interval', 'maintenance_runs and maintenance_steps that are older are removed.')
) as s (name, value, value_type, description);

-- Down Migration
delete from steward.settings
where name in (
  'maintenance.batch_rows',
  'maintenance.idle_batch_rows',
  'maintenance.batch_wal',
  'maintenance.idle_batch_wal',
  'maintenance.lock_timeout',
  'maintenance.max_brake',
  'maintenance.max_replication_lag',
  'maintenance.max_slot_lag',
  'maintenance.max_snapshot_age',
  'maintenance.count_limit',
  'maintenance.old_snapshot',
  'maintenance.trusted_roles',
  'maintenance.keep_runs'
);
drop type steward_internal.retention_run;
drop table steward_internal.retention_positions;
drop table steward.analysis_results;
drop table steward.maintenance_steps;
drop table steward.maintenance_runs;
drop table steward.retention_policies;
