create or replace function steward_internal.cron_obstacle()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_namespace as n
  cross join lateral steward_internal.skipped_row(
    'privilege', format('Role %I cannot see the jobs of pg_cron in this database.', current_user),
    format('grant usage on schema cron to %I;', current_user)
  ) as r
  where n.nspname = 'cron'
    and not has_schema_privilege(n.oid, 'usage')
$$;

comment on function steward_internal.cron_obstacle() is $doc$
Makes the row that says that the caller cannot see the jobs of pg_cron.

@returns One row if pg_cron is in this database and the caller has no USAGE on its schema.
@access steward_reader
@example select detail from steward_internal.cron_obstacle();
$doc$;

revoke all on function steward_internal.cron_obstacle() from public;
