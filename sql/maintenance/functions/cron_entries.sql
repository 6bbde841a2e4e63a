create or replace function steward_internal.cron_entries()
returns table (
  job_id bigint,
  name text,
  cron text,
  is_active boolean,
  owner name,
  database name,
  node_name text,
  node_port integer,
  xid_age integer
)
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not steward_internal.is_cron_here() then
    return;
  end if;
  return query execute format(
    'select j.jobid, coalesce(j.jobname::text, j.jobid::text), j.schedule, j.active, j.username::name,
      j.database::name, j.nodename, j.nodeport, age(j.xmin)
    from %I.job as j',
    'cron'
  );
end
$$;

comment on function steward_internal.cron_entries() is $doc$
Lists the jobs of pg_cron for all databases, and where each of them would run.

Row level security of pg_cron shows a role only its own jobs, a superuser all. `xid_age` is the age of the
transaction that last changed the job.

@returns One row for each job, none without pg_cron.
@access steward_reader
@example select name, database, owner from steward_internal.cron_entries();
$doc$;

revoke all on function steward_internal.cron_entries() from public;
