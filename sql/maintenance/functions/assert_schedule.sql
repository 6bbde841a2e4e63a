create or replace function steward_internal.assert_schedule(
  name text,
  command text,
  missed_run text,
  retries integer,
  retry_delay interval,
  time_limit interval
)
returns void
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  if octet_length(assert_schedule.name) not between 1 and 48 or btrim(assert_schedule.command) = ''
    or assert_schedule.name is null or assert_schedule.command is null
  then
    raise exception using
      errcode = '22023',
      message = 'a schedule needs a name of 1 to 48 bytes and a command',
      detail = format('The name is %L, the command %L.', assert_schedule.name, assert_schedule.command),
      hint = 'pg_cron cuts longer names, and then two jobs could become one.';
  end if;

  if coalesce(assert_schedule.missed_run, '') not in ('skip', 'run_once') then
    raise exception using
      errcode = '22023',
      message = format('missed_run is skip or run_once, not %L', assert_schedule.missed_run),
      hint = 'With run_once a run that was missed is made up for, once.';
  end if;

  if not coalesce(
    assert_schedule.retries between 0 and 20
      and assert_schedule.retry_delay between interval '1 second' and interval '1 day', false
  ) then
    raise exception using
      errcode = '22023',
      message = 'a schedule has 0 to 20 retries, the first after 1 second to 1 day',
      detail = format('retries is %L, retry_delay %L.', assert_schedule.retries, assert_schedule.retry_delay),
      hint = 'The delay doubles after each retry.';
  end if;

  if assert_schedule.time_limit <= interval '0' then
    raise exception using
      errcode = '22023',
      message = format('the time limit %L is not positive', assert_schedule.time_limit),
      hint = 'Leave it out for no limit.';
  end if;
end
$$;

comment on function steward_internal.assert_schedule(text, text, text, integer, interval, interval) is $doc$
Refuses a schedule that could not be kept, with an error that says why.

@param name Name of the schedule.
@param command Its command.
@param missed_run skip or run_once.
@param retries How often a failed run is tried again.
@param retry_delay The time before the first retry.
@param time_limit The longest a run may take, null for no limit.
@returns Nothing.
@error 22023 One of them is not valid.
@access steward_operator
@example select steward_internal.assert_schedule('a', 'select 1', 'skip', 0, '1 minute', null);
$doc$;

revoke all on function steward_internal.assert_schedule(text, text, text, integer, interval, interval)
from public;
