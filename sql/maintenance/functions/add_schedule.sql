create or replace function steward.add_schedule(
  name text,
  cron text,
  command text,
  missed_run text default 'skip',
  retries integer default 0,
  retry_delay interval default '1 minute',
  time_limit interval default null
)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_schedule(
    add_schedule.name, add_schedule.command, add_schedule.missed_run, add_schedule.retries,
    add_schedule.retry_delay, add_schedule.time_limit
  );
  perform steward_internal.parse_cron(add_schedule.cron);

  insert into steward.schedules as s (name, cron, command, missed_run, retries, retry_delay, time_limit)
  values (
    add_schedule.name, add_schedule.cron, add_schedule.command, add_schedule.missed_run,
    add_schedule.retries, add_schedule.retry_delay, add_schedule.time_limit
  )
  on conflict on constraint schedules_pkey do update
  set cron = excluded.cron,
    run_at = null,
    command = excluded.command,
    missed_run = excluded.missed_run,
    retries = excluded.retries,
    retry_delay = excluded.retry_delay,
    time_limit = excluded.time_limit,
    -- Times before the change are not missed: nothing was due at them then.
    created_at = case when s.cron = excluded.cron then s.created_at else excluded.created_at end;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = add_schedule.name;
end
$$;

comment on function steward.add_schedule(text, text, text, text, integer, interval, interval) is $doc$
Schedules a command, or changes the schedule of that name.

With pg_cron in this database the job `steward.<name>` is there at once and runs as the caller;
without, `pgsteward worker` runs it. A schedule that is changed gets all of its options anew, those that are
left out their defaults; only a paused one stays paused.

@area maintenance
@param name Name of the schedule, at most 48 bytes.
@param cron Five fields as in crontab(5), in UTC, or @hourly, @daily, @weekly, @monthly, @yearly.
@param command One SQL statement. Qualify names: the search_path of a job is that of its role.
@param missed_run skip, or run_once: a time that nobody kept is made up for, once however many passed.
@param retries How often a run that failed is tried again, until the next time that is due.
@param retry_delay The time before the first retry; it doubles after each.
@param time_limit A run that takes longer is cancelled, and may be retried; null for no limit.
@returns What was done in pg_cron, as in `sync_schedules()`.
@error 22023 The name is empty or too long, the command is blank, or an option is not valid.
@error SW006 The cron expression cannot be read.
@access steward_operator
@example begin; select * from add_schedule('nightly analyze', '30 2 * * *', 'analyze'); rollback;
@example begin; select * from add_schedule('b', '@hourly', 'select 1', retries => 2, time_limit => '5 min'); rollback;
$doc$;

revoke all on function steward.add_schedule(text, text, text, text, integer, interval, interval) from public;
