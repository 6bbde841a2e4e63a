create or replace function steward_internal.check_cron_history_size()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    n.nspname::text,
    c.relname::text,
    s.row_count,
    format(
      'The run history of pg_cron has about %s rows in %s, and pg_cron never removes any.', s.row_count,
      pg_size_pretty(s.bytes)
    ),
    null,
    null,
    null,
    array['call steward.purge_cron_history();'],
    null::text[],
    jsonb_build_object(
      'bytes', s.bytes, 'keep', steward.get_setting('maintenance.keep_cron_history'),
      'is_purged', exists (
        select from steward.schedules as p where p.command ~ 'purge_cron_history|run_database_maintenance'
      )
    )
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral (
    select
      greatest(c.reltuples, 0)::numeric as row_count,
      c.relpages * current_setting('block_size')::bigint as bytes
  ) as s
  where n.nspname = 'cron'
    and c.relname = 'job_run_details'
    and s.row_count > 0
$$;

comment on function steward_internal.check_cron_history_size() is $doc$
Measures the run history of pg_cron, which grows until somebody removes rows.

The table has only the index of its primary key, so each look at the last runs of a job reads more and more of
it. The value is the number of rows as VACUUM or ANALYZE last saw it; half a million, our own figure, is
a run every minute for a year. Install schedules run_database_maintenance(), which removes it; a role that does not own the table
removes only the runs of its own jobs.

@title Run history of pg_cron is never trimmed
@category schedule
@unit rows
@warning 500000
@confidence estimate
@runs_on primary
@remedy Schedule purge_cron_history() for each role that owns jobs, or as a superuser for all of them.
@fix_lock ROW EXCLUSIVE
@fix_risk Removes runs older than the setting maintenance.keep_cron_history for good, in batches that commit.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_cron_history_size();
$doc$;

revoke all on function steward_internal.check_cron_history_size() from public;
