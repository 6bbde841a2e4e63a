create or replace function steward_internal.note_migration_progress(
  log_id bigint,
  statements_done integer,
  done_checksum text
)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.migration_log as l
  set statements_done = note_migration_progress.statements_done,
    done_checksum = note_migration_progress.done_checksum,
    indexes_before = null
  where l.id = note_migration_progress.log_id
$$;

comment on function steward_internal.note_migration_progress(bigint, integer, text) is $doc$
Notes how far a migration without a transaction has come.

It is called in the session that runs the migration, wherever that is possible in the transaction of the statement that is done.

@param log_id The row of `migration_log`.
@param statements_done How many statements are done.
@param done_checksum SHA-256 of them.
@returns Nothing.
@access steward_admin
@example begin; select steward_internal.note_migration_progress(0, 1, '0'); rollback;
$doc$;

revoke all on function steward_internal.note_migration_progress(bigint, integer, text) from public;
