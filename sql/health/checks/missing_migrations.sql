create or replace function steward_internal.check_missing_migrations()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.migration_check_rows('missing') as r
$$;

comment on function steward_internal.check_missing_migrations() is $doc$
Finds migrations that are applied and have no file.

The database is ahead of the code that ran last, of another branch for instance, and nothing can revert them. Compared with what
the last run found in the folder.

@title Migration file is missing
@category migration
@severity warning
@remedy Bring the file back, or revert the migration from where the file is.
@doc https://www.postgresql.org/docs/current/ddl-alter.html
@access steward_reader
@example select * from steward_internal.check_missing_migrations();
$doc$;

revoke all on function steward_internal.check_missing_migrations() from public;
