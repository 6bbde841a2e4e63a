create or replace function steward_internal.check_failed_migrations()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.migration_check_rows('failed') as r
$$;

comment on function steward_internal.check_failed_migrations() is $doc$
Finds migrations whose last try failed.

A migration in a transaction has left nothing; one without it keeps the statements before the one that failed. Those that did well
later are left out.

@title Migration failed
@category migration
@severity warning
@remedy See the message, statement and line in steward.migration_log, mend the file, and run it again.
@doc https://www.postgresql.org/docs/current/errcodes-appendix.html
@access steward_reader
@example select * from steward_internal.check_failed_migrations();
$doc$;

revoke all on function steward_internal.check_failed_migrations() from public;
