create or replace function steward_internal.hidden_cron_rows()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral steward_internal.skipped_row(
    'superuser', format('Role %I sees only its own jobs and runs in pg_cron.', current_user),
    format('Run the check as a superuser, or: alter role %I bypassrls;', current_user)
  ) as r
  where n.nspname = 'cron'
    and c.relname = 'job'
    and has_schema_privilege(n.oid, 'usage')
    and row_security_active(c.oid)
$$;

comment on function steward_internal.hidden_cron_rows() is $doc$
Makes the row that says that the caller sees only its own jobs of pg_cron.

@returns One row if pg_cron is in this database and its row level security applies to the caller.
@access steward_reader
@example select detail from steward_internal.hidden_cron_rows();
$doc$;

revoke all on function steward_internal.hidden_cron_rows() from public;
