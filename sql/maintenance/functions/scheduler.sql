create or replace function steward_internal.scheduler()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when steward_internal.is_cron_here() or steward.get_setting('maintenance.cron_database') <> '' then 'pg_cron'
    else 'worker'
  end
$$;

comment on function steward_internal.scheduler() is $doc$
Names who runs the schedules of this database: pg_cron or worker.

It is pg_cron if the extension is in this database and the caller may use its schema, or if the setting
`maintenance.cron_database` names the database that has it; otherwise `pgsteward worker`.

@returns pg_cron or worker.
@access steward_reader
@example select steward_internal.scheduler();
$doc$;

revoke all on function steward_internal.scheduler() from public;
