create or replace function steward_internal.cron_last_runs()
returns table (
  job_id bigint,
  run_id bigint,
  status text,
  message text,
  started_at timestamptz,
  finished_at timestamptz
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if not steward_internal.is_cron_here() then
    return;
  end if;
  -- One descent of the primary key for each job: the history has no other index.
  return query execute format(
    'select j.job_id, d.runid, d.status, d.return_message, d.start_time, d.end_time
    from steward_internal.cron_jobs() as j
    cross join lateral (
      select r.*
      from %I.job_run_details as r
      where r.jobid = j.job_id
      order by r.runid desc
      limit 1
    ) as d',
    'cron'
  );
end
$$;

comment on function steward_internal.cron_last_runs() is $doc$
Returns the last run of each job that pg_cron runs in this database.

@returns One row for each job that ever ran, none without pg_cron.
@access steward_reader
@example select job_id, status, started_at from steward_internal.cron_last_runs();
$doc$;

revoke all on function steward_internal.cron_last_runs() from public;
