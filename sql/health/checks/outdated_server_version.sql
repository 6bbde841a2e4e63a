create or replace function steward_internal.check_outdated_server_version()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from steward_internal.server_version_rows(
    current_setting('server_version_num')::integer, current_date
  ) as r
$$;

comment on function steward_internal.check_outdated_server_version() is $doc$
Tells whether the server lacks fixes that PostgreSQL has released.

Minor releases repair data loss and security holes and need no more than a restart. A server behind
the newest minor release that this pgsteward knows of is a warning, a major version without support is
critical, and its last half year a warning, because an upgrade takes months to prepare. pgsteward asks
nobody: its list has a date, and once that is 180 days past, the check says so. A server newer than
the list is fine.

@title Server misses released fixes
@category configuration
@scope cluster
@remedy Install the newest minor release of the same major version and restart the server.
@doc https://www.postgresql.org/support/versioning/
@access steward_reader
@example select * from steward_internal.check_outdated_server_version();
$doc$;

revoke all on function steward_internal.check_outdated_server_version() from public;
