create or replace function steward_internal.cron_jobs()
returns table (
  job_id bigint,
  job_name text,
  cron text,
  command text,
  is_active boolean,
  owner name
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
  return query execute format(
    'select j.jobid, j.jobname::text, j.schedule, j.command, j.active, j.username::name
    from %I.job as j
    where j.database = current_database()',
    'cron'
  );
end
$$;

comment on function steward_internal.cron_jobs() is $doc$
Lists the jobs that pg_cron runs in this database.

Row level security of pg_cron shows a role only its own jobs, a superuser all.

@returns One row for each job, none without pg_cron.
@access steward_reader
@example select job_name, cron, is_active from steward_internal.cron_jobs();
$doc$;

revoke all on function steward_internal.cron_jobs() from public;
