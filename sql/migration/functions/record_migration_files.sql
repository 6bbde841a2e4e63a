create or replace function steward_internal.record_migration_files(ledger text, files jsonb)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  delete from steward.migration_files as m where m.ledger = record_migration_files.ledger;

  insert into steward.migration_files (ledger, name, position, file, checksum, has_down, is_repeatable)
  select record_migration_files.ledger, f.name, f.position, f.file, f.checksum, f.has_down, f.is_repeatable
  from jsonb_to_recordset(record_migration_files.files) as f (
    name text, position integer, file text, checksum text, has_down boolean, is_repeatable boolean
  );
$$;

comment on function steward_internal.record_migration_files(text, jsonb) is $doc$
Records which migration files there are now.

@param ledger The table in which node-pg-migrate records what is applied.
@param files A list of name, position, file, checksum, has_down and is_repeatable.
@returns Nothing.
@access steward_admin
@example begin; select steward_internal.record_migration_files('public.pgmigrations', '[]'); rollback;
$doc$;

revoke all on function steward_internal.record_migration_files(text, jsonb) from public;
