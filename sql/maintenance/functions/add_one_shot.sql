create or replace function steward.add_one_shot(
  name text,
  run_at timestamptz,
  command text,
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
    add_one_shot.name, add_one_shot.command, 'run_once', add_one_shot.retries, add_one_shot.retry_delay,
    add_one_shot.time_limit
  );
  if coalesce(not isfinite(add_one_shot.run_at), true) then
    raise exception using
      errcode = '22023',
      message = format('a one-shot needs the time at which it is to run, not %L', add_one_shot.run_at),
      hint = $hint$For example: run_at => now() + interval '1 hour'$hint$;
  end if;

  -- A time that has passed may have runs already; this moment has none.
  insert into steward.schedules as s (name, run_at, command, missed_run, retries, retry_delay, time_limit)
  values (
    add_one_shot.name, greatest(add_one_shot.run_at, now()), add_one_shot.command, 'run_once',
    add_one_shot.retries, add_one_shot.retry_delay, add_one_shot.time_limit
  )
  on conflict on constraint schedules_pkey do update
  set run_at = excluded.run_at,
    command = excluded.command,
    retries = excluded.retries,
    retry_delay = excluded.retry_delay,
    time_limit = excluded.time_limit,
    active = true
  where s.run_at is not null;
  if not found then
    raise exception using
      errcode = '42710',
      message = format('schedule %L is not a one-shot', add_one_shot.name),
      hint = 'Take another name, or remove it with drop_schedule().';
  end if;

  perform steward_internal.start_own_schedules();
  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules(dry_run => true) as p
  where p.schedule = add_one_shot.name;
end
$$;

comment on function steward.add_one_shot(text, timestamptz, text, integer, interval, interval) is $doc$
Schedules a command that runs once, or moves the one-shot of that name.

It begins in the minute of `run_at`, or in the next if the time has passed. Once it has succeeded or used up
its retries, it is no schedule any more; its runs stay in `schedule_runs`. With pg_cron `watch_schedules()`
starts it.

@area maintenance
@param name Name of the schedule, at most 48 bytes.
@param run_at When it is to run.
@param command One SQL statement. Qualify names: the search_path of a job is that of its role.
@param retries How often a run that failed is tried again.
@param retry_delay The time before the first retry; it doubles after each.
@param time_limit A run that takes longer is cancelled, and may be retried; null for no limit.
@returns The schedule as in `sync_schedules()`; it has no job in pg_cron before it is due.
@error 22023 The name is empty or too long, the command is blank, there is no time, or an option is not valid.
@error 42710 There is a schedule of this name that is no one-shot.
@access steward_operator
@example begin; select * from add_one_shot('reindex orders', now() + interval '1 hour', 'select 1'); rollback;
$doc$;

revoke all on function steward.add_one_shot(text, timestamptz, text, integer, interval, interval) from public;
