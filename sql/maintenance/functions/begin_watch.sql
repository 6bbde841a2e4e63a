create or replace function steward_internal.begin_watch()
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if steward_internal.scheduler() = 'worker' then
    return false;
  end if;
  perform steward_internal.watch_runs();
  return not steward_internal.is_cron_here();
end
$$;

comment on function steward_internal.begin_watch() is $doc$
Does one round of the watchdog where pg_cron runs the schedules.

@returns Whether pg_cron is in another database, so that what is due has to be run from here.
@access steward_operator
@example begin; select steward_internal.begin_watch(); rollback;
$doc$;

revoke all on function steward_internal.begin_watch() from public;
