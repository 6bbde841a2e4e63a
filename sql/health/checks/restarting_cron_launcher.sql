create or replace function steward_internal.check_restarting_cron_launcher()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with launcher as (
    select
      a.pid,
      a.backend_start,
      -- After a crash or a promotion these start again with the launcher, which the postmaster does not.
      (
        select max(b.backend_start)
        from pg_stat_activity as b
        where b.backend_type in ('checkpointer', 'autovacuum launcher', 'logical replication launcher')
      ) as server_start
    from pg_stat_activity as a
    where a.application_name = 'pg_cron scheduler'
  )
  select
    null,
    null,
    null,
    round(extract(epoch from now() - l.backend_start)),
    format(
      'The launcher of pg_cron has been running for %s and the server for %s: it ended and was started again.',
      s.launcher_age, s.server_age
    ),
    null,
    case when exists (select from steward_internal.missed_jobs()) then 'critical' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('pid', l.pid)
  from launcher as l
  cross join lateral (
    select
      steward_internal.format_value(extract(epoch from now() - l.backend_start), 'seconds') as launcher_age,
      steward_internal.format_value(extract(epoch from now() - l.server_start), 'seconds') as server_age
  ) as s
  where l.backend_start > l.server_start + interval '10 seconds'
    and l.backend_start > now() - interval '2 minutes'
  union all
  select r.*
  from launcher as l
  cross join lateral steward_internal.skipped_row(
    'privilege', format('Role %I cannot see when the launcher of pg_cron began.', current_user),
    format('grant pg_read_all_stats to %I;', current_user)
  ) as r
  where l.backend_start is null
$$;

comment on function steward_internal.check_restarting_cron_launcher() is $doc$
Finds that the launcher of pg_cron ended and was started again a moment ago.

The server starts a launcher that failed again after a second, and one that fails each time a job is due lives
for less than a minute, runs nothing and leaves no trace but in the server log. All that can be seen from
SQL is how long it has lived: less than two minutes, when jobs may be due every minute, and ten seconds less than
the server or its last recovery. A launcher that failed once looks the same for two minutes, so it is
critical only if jobs were missed as well. One that fails at once is mostly not there at all: see
silent_cron_scheduler, which reports that.

@title Launcher of pg_cron was started again
@category schedule
@scope cluster
@severity warning
@unit seconds
@runs_on primary
@remedy Look again after two minutes. If it is still young then, it fails again and again: see lagging_cron_sequences and orphaned_cron_jobs, and the errors of pg_cron in the server log.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_restarting_cron_launcher();
$doc$;

revoke all on function steward_internal.check_restarting_cron_launcher() from public;
