create or replace function steward_internal.zoned_cron_ticks(cron text, time_zone text, as_of timestamptz)
returns table (previous_tick timestamptz, next_tick timestamptz)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    (t.previous_tick at time zone 'UTC') at time zone zoned_cron_ticks.time_zone,
    (t.next_tick at time zone 'UTC') at time zone zoned_cron_ticks.time_zone
  from steward_internal.cron_ticks(
    zoned_cron_ticks.cron, (zoned_cron_ticks.as_of at time zone zoned_cron_ticks.time_zone) at time zone 'UTC'
  ) as t;
exception
  when sqlstate 'SW006' then
    return query select null::timestamptz, null::timestamptz;
end
$$;

comment on function steward_internal.zoned_cron_ticks(text, text, timestamptz) is $doc$
Returns the last and next time a cron expression is due in a time zone.

@param cron The expression.
@param time_zone The time zone in which it is read, see `cron_timezone()`.
@param as_of The moment to look from; a tick in its minute counts as past.
@returns One row; null where the expression is never due, or is one that only newer releases of pg_cron can read.
@access steward_reader
@example select next_tick from steward_internal.zoned_cron_ticks('0 6 * * *', 'Europe/Berlin', now());
$doc$;

revoke all on function steward_internal.zoned_cron_ticks(text, text, timestamptz) from public;
