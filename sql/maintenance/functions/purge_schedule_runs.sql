create or replace function steward_internal.purge_schedule_runs()
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from steward.schedule_runs as r
    where r.started_at < now() - steward.get_setting('maintenance.keep_cron_history')::interval
      and r.status <> 'running'
      -- Without its last run a monthly schedule would seem to have missed it.
      and not (
        exists (select from steward.schedules as s where s.name = r.name)
        and not exists (
          select from steward.schedule_runs as later where later.name = r.name and later.id > r.id
        )
      )
    returning 1
  )
  select count(*) from gone
$$;

comment on function steward_internal.purge_schedule_runs() is $doc$
Removes the expired runs of the ledger, but for the last of each schedule.

They expire after `maintenance.keep_cron_history`.

@returns How many runs went.
@access steward_operator
@example begin; select steward_internal.purge_schedule_runs(); rollback;
$doc$;

revoke all on function steward_internal.purge_schedule_runs() from public;
