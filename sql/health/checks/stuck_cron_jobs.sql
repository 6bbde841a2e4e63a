create or replace function steward_internal.check_stuck_cron_jobs()
returns setof steward_internal.check_row
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with runs as materialized (
    select r.* from steward_internal.cron_recent_runs() as r
  ),
  last_runs as (
    select distinct on (r.job_id)
      r.*,
      -- A run that never got a connection has no time, but later runs of other jobs do.
      coalesce(
        r.started_at,
        (select min(later.started_at) from runs as later where later.run_id > r.run_id)
      ) as stuck_since
    from runs as r
    order by r.job_id, r.run_id desc
  )
  select
    'job',
    null,
    coalesce(j.job_name, j.job_id::text),
    round(extract(epoch from now() - l.stuck_since)),
    format(
      'Job %s is %s according to pg_cron since %s or before, and no session works on it.',
      coalesce(j.job_name, j.job_id::text), l.status,
      to_char(l.stuck_since at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('job_id', j.job_id, 'run_id', l.run_id, 'pid', l.pid, 'status', l.status)
  from last_runs as l
  inner join steward_internal.cron_jobs() as j on j.job_id = l.job_id
  where l.finished_at is null
    and l.status not in ('succeeded', 'failed')
    and l.stuck_since < now() - interval '1 hour'
    and not exists (select from pg_stat_activity as a where a.pid = l.pid)
  union all
  select r.* from steward_internal.cron_obstacle() as r
$$;

comment on function steward_internal.check_stuck_cron_jobs() is $doc$
Finds pg_cron jobs that are said to be running, and are not.

When the server crashes, or the connection of a job breaks, its run stays `running` or `starting` in
cron.job_run_details for ever: whether it did its work nobody knows, and who only counts failures sees
none. A run counts if it is the last of its job, began over an hour ago (our own figure) and has no
session any more. What later runs have put right is not reported.

@title Run of a scheduled job vanished
@category schedule
@severity warning
@unit seconds
@remedy Look in the server log at that time, and run the command of the job by hand if it matters.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_stuck_cron_jobs();
$doc$;

revoke all on function steward_internal.check_stuck_cron_jobs() from public;
