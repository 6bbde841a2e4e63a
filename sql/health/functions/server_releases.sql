create or replace function steward_internal.server_releases()
returns table (major integer, newest_minor integer, supported_until date, listed_on date)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  values
    (15, 19, date '2027-11-11', date '2026-08-15'),
    (16, 15, date '2028-11-09', date '2026-08-15'),
    (17, 11, date '2029-11-08', date '2026-08-15'),
    (18, 6, date '2030-11-14', date '2026-08-15')
$$;

comment on function steward_internal.server_releases() is $doc$
Lists PostgreSQL's major versions: newest minor release and end of support.

The server cannot look that up, so the list is as old as `listed_on`. Minor releases come in February,
May, August and November, see https://www.postgresql.org/support/versioning/.

@returns One row for each major version that pgsteward works on.
@access steward_reader
@example select major, newest_minor, supported_until from steward_internal.server_releases();
$doc$;

revoke all on function steward_internal.server_releases() from public;
