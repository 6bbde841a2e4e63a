create or replace function steward.add_schedule(name text, cron text, command text)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if octet_length(add_schedule.name) not between 1 and 48 or btrim(add_schedule.command) = ''
    or add_schedule.name is null or add_schedule.command is null
  then
    raise exception using
      errcode = '22023',
      message = 'a schedule needs a name of 1 to 48 bytes and a command',
      detail = format('The name is %L, the command %L.', add_schedule.name, add_schedule.command),
      hint = 'pg_cron cuts longer names, and then two jobs could become one.';
  end if;
  perform steward_internal.parse_cron(add_schedule.cron);

  insert into steward.schedules as s (name, cron, command)
  values (add_schedule.name, add_schedule.cron, add_schedule.command)
  on conflict on constraint schedules_pkey do update
  set cron = excluded.cron,
    command = excluded.command,
    -- Times before the change are not missed: nothing was due at them then.
    created_at = case when s.cron = excluded.cron then s.created_at else excluded.created_at end;

  return query
  select p.schedule, p.action, p.statement
  from steward.sync_schedules() as p
  where p.schedule = add_schedule.name;
end
$$;

comment on function steward.add_schedule(text, text, text) is $doc$
Schedules a command, or changes the schedule of that name.

With pg_cron in this database the job `steward.<name>` is there at once and runs as the caller;
without, `pgsteward worker` runs it.

@area maintenance
@param name Name of the schedule, at most 48 bytes.
@param cron Five fields as in crontab(5), in UTC, or @hourly, @daily, @weekly, @monthly, @yearly.
@param command One SQL statement. Qualify names: the search_path of a job is that of its role.
@returns What was done in pg_cron, as in `sync_schedules()`.
@error 22023 The name is empty or too long, or the command is blank.
@error SW006 The cron expression cannot be read.
@access steward_operator
@example begin; select * from add_schedule('nightly analyze', '30 2 * * *', 'analyze'); rollback;
$doc$;

revoke all on function steward.add_schedule(text, text, text) from public;
