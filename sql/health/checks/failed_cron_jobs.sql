create or replace function steward_internal.check_failed_cron_jobs()
returns setof steward_internal.check_row
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job record;
  v_failures integer;
begin
  return query select r.* from steward_internal.cron_obstacle() as r;
  for v_job in
    select j.job_id, j.job_name, r.status, r.message, r.started_at, r.finished_at
    from steward_internal.cron_jobs() as j
    inner join steward_internal.cron_last_runs() as r on r.job_id = j.job_id
    where r.status = 'failed'
    order by j.job_id
  loop
    execute format(
      'select count(*) from (
        select d.status from %I.job_run_details as d where d.jobid = $1 order by d.runid desc limit 3
      ) as last where last.status = $2',
      'cron'
    )
    into v_failures
    using v_job.job_id, 'failed';
    return next row(
      'job',
      null,
      coalesce(v_job.job_name, v_job.job_id::text),
      null,
      format('The last run of job %s failed%s: %s', coalesce(v_job.job_name, v_job.job_id::text),
        coalesce(' at ' || to_char(coalesce(v_job.finished_at, v_job.started_at), 'YYYY-MM-DD HH24:MI'), ''),
        left(btrim(coalesce(v_job.message, 'no message')), 300)),
      null,
      case when v_failures >= 3 then 'critical' end,
      null,
      null,
      null,
      jsonb_build_object('job_id', v_job.job_id, 'failures_in_last_three_runs', v_failures)
    )::steward_internal.check_row;
  end loop;
end
$$;

comment on function steward_internal.check_failed_cron_jobs() is $doc$
Finds pg_cron jobs of this database whose last run failed.

Three failures in a row are critical: nobody can call that a hiccup. pg_cron's row level security shows
a role only its own jobs. The last runs are found by runid, because the history has no other index.

@title Scheduled job failed
@category schedule
@severity warning
@remedy See the runs of the job in cron.job_run_details; the message is the error of its command.
@doc https://www.postgresql.org/docs/current/bgworker.html
@access steward_reader
@example select * from steward_internal.check_failed_cron_jobs();
$doc$;

revoke all on function steward_internal.check_failed_cron_jobs() from public;
