create or replace function steward_internal.check_missing_rls_fixes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.missing_fix_rows(current_setting('server_version_num')::integer) as r
$$;

comment on function steward_internal.check_missing_rls_fixes() is $doc$
Tells whether the server leaks what row level security hides.

Some minor releases repaired row level security itself, or functions and views that run with the rights of others. A server
that is older than one of them is a warning, if any table has row level security. What else it lacks is said by
outdated_server_version.

@title Server lacks fixes of row level security
@category access
@scope cluster
@severity warning
@remedy Install the newest minor release of the same major version and restart the server.
@doc https://www.postgresql.org/support/security/
@access steward_reader
@example select * from steward_internal.check_missing_rls_fixes();
$doc$;

revoke all on function steward_internal.check_missing_rls_fixes() from public;
