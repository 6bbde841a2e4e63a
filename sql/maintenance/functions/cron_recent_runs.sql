create or replace function steward_internal.cron_recent_runs()
returns table (
  job_id bigint,
  run_id bigint,
  pid integer,
  status text,
  started_at timestamptz,
  finished_at timestamptz,
  message text
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
  -- The history has no other index and no end, so that only its tail can be read at any size.
  return query execute format(
    'select d.jobid, d.runid, d.job_pid, d.status, d.start_time, d.end_time, d.return_message
    from %I.job_run_details as d
    order by d.runid desc
    limit 10000',
    'cron'
  );
end
$$;

comment on function steward_internal.cron_recent_runs() is $doc$
Returns the last 10,000 runs of pg_cron, of all jobs that the caller can see.

@returns One row for each run, the last first; none without pg_cron.
@access steward_reader
@example select job_id, status, started_at from steward_internal.cron_recent_runs() limit 5;
$doc$;

revoke all on function steward_internal.cron_recent_runs() from public;
