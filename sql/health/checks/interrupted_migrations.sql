create or replace function steward_internal.check_interrupted_migrations()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.migration_check_rows('interrupted') as r
$$;

comment on function steward_internal.check_interrupted_migrations() is $doc$
Finds migrations whose session ended before they did.

Without a transaction, what was done until then is done; in one, nothing is. The next run goes on where it ended. Sessions are on
the primary.

@title Migration interrupted
@category migration
@severity warning
@runs_on primary
@remedy Run it again: pgsteward migrate up.
@doc https://www.postgresql.org/docs/current/sql-begin.html
@access steward_reader
@example select * from steward_internal.check_interrupted_migrations();
$doc$;

revoke all on function steward_internal.check_interrupted_migrations() from public;
