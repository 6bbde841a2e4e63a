create or replace function steward_internal.start_own_schedules()
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.start_due_schedules()
  where exists (
    select
    from steward_internal.cron_jobs() as j
    where j.command = 'call steward.watch_schedules()'
      and j.owner = current_user
      and j.is_active
  );
$$;

comment on function steward_internal.start_own_schedules() is $doc$
Starts what is due at once, if the watchdog is a job of the caller.

Jobs run as their owner, so that of somebody else has to start them.

@returns Nothing.
@access steward_operator
@example begin; select steward_internal.start_own_schedules(); rollback;
$doc$;

revoke all on function steward_internal.start_own_schedules() from public;
