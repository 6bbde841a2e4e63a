create or replace function steward_internal.check_modified_migrations()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.migration_check_rows('modified') as r
$$;

comment on function steward_internal.check_modified_migrations() is $doc$
Finds applied migrations whose file has been changed since.

The database and the files now tell different stories: a new database gets another schema than this one. Compared are checksums of
what the last run found in the folder; repeatable files may change.

@title Migration file was changed
@category migration
@severity warning
@remedy Put the file back as it was and write a migration for the difference.
@doc https://www.postgresql.org/docs/current/ddl-alter.html
@access steward_reader
@example select * from steward_internal.check_modified_migrations();
$doc$;

revoke all on function steward_internal.check_modified_migrations() from public;
