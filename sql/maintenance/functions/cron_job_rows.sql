create or replace function steward_internal.cron_job_rows()
returns jsonb
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_jobs jsonb;
begin
  if steward_internal.is_cron_here() then
    execute format('select jsonb_agg(to_jsonb(j)) from %I.job as j', 'cron') into v_jobs;
  end if;
  return coalesce(v_jobs, '[]');
end
$$;

comment on function steward_internal.cron_job_rows() is $doc$
Returns the jobs of pg_cron here, of all databases, for `plan_schedules()`.

@returns An array of rows of cron.job, of those that the caller may see.
@access steward_reader
@example select jsonb_array_length(steward_internal.cron_job_rows());
$doc$;

revoke all on function steward_internal.cron_job_rows() from public;
