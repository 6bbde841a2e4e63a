create or replace function steward_internal.note_migration_indexes(log_id bigint, indexes oid[])
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.migration_log as l
  set indexes_before = note_migration_indexes.indexes
  where l.id = note_migration_indexes.log_id
$$;

comment on function steward_internal.note_migration_indexes(bigint, oid[]) is $doc$
Notes which indexes are there before a statement builds or drops some.

If the session ends while the server goes on, the next run knows by it what the statement has made.

@param log_id The row of `migration_log`.
@param indexes The indexes of the table that the statement names.
@returns Nothing.
@access steward_admin
@example begin; select steward_internal.note_migration_indexes(0, '{}'); rollback;
$doc$;

revoke all on function steward_internal.note_migration_indexes(bigint, oid[]) from public;
