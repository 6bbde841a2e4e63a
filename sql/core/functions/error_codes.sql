create or replace function steward.error_codes()
returns table (code text, name text, meaning text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  values
    ('SW001', 'unknown_setting', 'A setting of this name does not exist.'),
    ('SW002', 'invalid_setting_value', 'The value is not valid for the type of the setting.'),
    ('SW003', 'unknown_health_check', 'A health check or category of this name does not exist.'),
    ('SW004', 'read_only_server', 'The call writes, and this server is a standby or read-only.'),
    ('SW005', 'unknown_schedule', 'A schedule of this name does not exist.'),
    ('SW006', 'invalid_cron_expression', 'The cron expression cannot be read.'),
    ('SW007', 'invalid_threshold', 'The thresholds of a health check contradict each other.'),
    ('SW008', 'invalid_alert_condition', 'The condition of an alert rule cannot be read.'),
    ('SW009', 'unknown_metric', 'A metric of this name is not measured here.'),
    ('SW010', 'unknown_alert_rule', 'An alert rule of this name does not exist.'),
    ('SW011', 'unknown_alert', 'An open alert of this id does not exist.'),
    ('SW012', 'unknown_maintenance_window', 'A maintenance window of this name does not exist.'),
    ('SW013', 'unknown_retention_policy', 'A table has no retention policy.'),
    ('SW014', 'migration_not_running', 'A row of migration_log does not say that its migration is being run.'),
    ('SW015', 'backup_run_not_running', 'A row of backup_runs does not say that the run is going on.'),
    ('SW016', 'rehearsal_ended', 'A rehearsal was ended because others waited for it, or because its time was over.'),
    ('SW017', 'file_ends_transaction', 'A migration or seed begins or ends the transaction that it is run in.'),
    ('SW018', 'seed_not_running', 'A row of seed_runs does not say that its seed is being run.'),
    ('SW019', 'table_not_protected', 'A table is not protected by protect_table().'),
    ('SW020', 'share_not_accepted', 'The first run of a retention policy would take nearly the whole table, and nobody has accepted that.')
$$;

comment on function steward.error_codes() is $doc$
Lists the SQLSTATEs that pgsteward raises beside PostgreSQL's own.

Their class `SW` is in the range that the SQL standard leaves to implementations. Where
PostgreSQL has a code that fits, as 22023 or 42501, that one is raised instead.

@area core
@returns One row for each code.
@access steward_reader
@example select code, name, meaning from error_codes() order by code;
$doc$;

revoke all on function steward.error_codes() from public;
