create or replace function steward_internal.purge_maintenance_history()
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with runs as (
    delete from steward.maintenance_runs as r
    where r.finished_at < now() - steward.get_setting('maintenance.keep_runs')::interval
    returning 1
  ),
  positions as (
    delete from steward_internal.retention_positions as p
    where not exists (select from pg_class as c where c.oid = p.leaf)
    returning 1
  )
  select (select count(*) from runs) + steward_internal.purge_schedule_runs() + (select count(*) from positions)
$$;

comment on function steward_internal.purge_maintenance_history() is $doc$
Removes runs of maintenance and of schedules that are too old.

The settings are `maintenance.keep_runs` and `maintenance.keep_cron_history`.

@returns How many rows went.
@access steward_operator
@example begin; select steward_internal.purge_maintenance_history(); rollback;
$doc$;

revoke all on function steward_internal.purge_maintenance_history() from public;
