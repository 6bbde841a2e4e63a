create or replace function steward_internal.check_unfinished_cron_runs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with runs as (
    select
      r.*,
      -- A run that never got a connection has no time, but later runs have.
      coalesce(r.started_at, min(r.started_at) over (order by r.run_id rows between current row and unbounded following))
        as began_by
    from steward_internal.cron_recent_runs() as r
  ),
  unfinished as (
    select count(*) as count, count(*) filter (where r.status <> 'failed') as undecided_count, max(r.run_id) as last_run_id
    from runs as r
    where r.finished_at is null
      and r.began_by < now() - interval '1 hour'
      and not exists (
        select
        from pg_stat_activity as a
        where a.pid = r.pid
          and coalesce(a.backend_start < r.started_at + interval '1 minute', true)
      )
  )
  select
    'table',
    'cron',
    'job_run_details',
    u.count::numeric,
    format(
      '%s of the last 10000 runs that pg_cron recorded have no end and no session any more; %s of them are still said '
        'to be going on.',
      u.count, u.undecided_count
    ),
    null,
    null,
    null,
    array[
      format(
        'update cron.job_run_details as d set status = ''failed'', return_message = coalesce(d.return_message, %L), '
          'end_time = coalesce(d.start_time, now()) where d.end_time is null and d.runid <= %s '
          'and not exists (select from pg_stat_activity as a where a.pid = d.job_pid '
          'and coalesce(a.backend_start < d.start_time + interval ''1 minute'', true));',
        'the session is gone', u.last_run_id
      )
    ],
    null::text[],
    jsonb_build_object('undecided', u.undecided_count, 'last_run_id', u.last_run_id)
  from unfinished as u
  where u.count > 0
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_unfinished_cron_runs() is $doc$
Counts runs of pg_cron that are over and have no end in the run history.

When the server stops or crashes under a job, pg_cron marks its run as failed and gives it no end_time, and if
it was still connecting or sending its command, not even that. The usual purge by end_time never removes
such rows (purge_cron_history() does), and who counts running jobs counts them for ever. A run counts if it
began over an hour ago (our own figure) and no session has its pid, or one that began later. Jobs whose
last run is lost in this way are named by stuck_cron_jobs. The last 10,000 runs that the role can see are
looked at: row level security of pg_cron shows it only those of its own jobs.

@title Runs of scheduled jobs have no end
@category schedule
@severity info
@unit runs
@runs_on primary
@remedy Give them an end as a superuser, or let purge_cron_history() remove them when they are old.
@fix_lock ROW EXCLUSIVE
@fix_risk The start of a run becomes its end, as the true one is not known.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_unfinished_cron_runs();
$doc$;

revoke all on function steward_internal.check_unfinished_cron_runs() from public;
