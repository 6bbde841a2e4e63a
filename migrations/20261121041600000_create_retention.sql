-- Up Migration
create table steward.retention_policies (
  target_schema name not null,
  target_table name not null,
  age_column name not null,
  age_kind text not null,
  time_zone text not null,
  keep interval not null,
  action text not null,
  conditions jsonb not null,
  archive_schema name,
  archive_table name,
  soft_delete_column name,
  keep_rows bigint,
  keep_last integer,
  keep_per name[],
  max_share numeric not null,
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
  constraint retention_policies_pkey primary key (target_schema, target_table),
  constraint retention_policies_age_kind_is_known
    check (age_kind in ('timestamptz', 'timestamp', 'date', 'epoch_seconds', 'epoch_milliseconds', 'uuidv7')),
  constraint retention_policies_action_is_known
    check (action in ('delete', 'archive', 'soft_delete', 'drop_partition')),
  constraint retention_policies_archive_is_named
    check ((action = 'archive') = (archive_table is not null) and (archive_table is null) = (archive_schema is null)),
  constraint retention_policies_soft_delete_is_named check ((action = 'soft_delete') = (soft_delete_column is not null)),
  constraint retention_policies_keep_is_not_negative check (keep >= interval '0'),
  constraint retention_policies_keep_rows_is_positive check (keep_rows > 0),
  constraint retention_policies_keep_last_has_keys
    check ((keep_last is null) = (keep_per is null) and keep_last > 0 and cardinality(keep_per) > 0),
  constraint retention_policies_max_share_is_a_share check (max_share > 0 and max_share <= 1),
  constraint retention_policies_max_rows_is_positive check (max_rows > 0),
  constraint retention_policies_time_budget_is_positive check (time_budget > interval '0'),
  constraint retention_policies_window_has_two_ends
    check ((window_start is null) = (window_end is null) and window_start <> window_end),
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

-- Down Migration
drop table steward.retention_policies;
