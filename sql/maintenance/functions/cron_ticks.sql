create or replace function steward_internal.cron_ticks(cron text, as_of timestamptz default now())
returns table (previous_tick timestamptz, next_tick timestamptz)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with expression as materialized (
    select p.* from steward_internal.parse_cron(cron_ticks.cron) as p
  ),
  clock as (
    select
      date_trunc('minute', cron_ticks.as_of at time zone 'UTC') as minute,
      (cron_ticks.as_of at time zone 'UTC')::date as today
  ),
  days as (
    select
      steward_internal.cron_day(cron_ticks.cron, c.today, -1) as last_day,
      steward_internal.cron_day(cron_ticks.cron, c.today - 1, -1) as day_before,
      steward_internal.cron_day(cron_ticks.cron, c.today, 1) as first_day,
      steward_internal.cron_day(cron_ticks.cron, c.today + 1, 1) as day_after
    from clock as c
  ),
  -- Every matching day has a tick, so today and the nearest matching day on each side hold the two.
  ticks as (
    select near.day + make_interval(hours => h.hour, mins => m.minute) as tick
    from days as d
    cross join expression as e
    cross join lateral (
      select distinct unnest(array[d.last_day, d.day_before, d.first_day, d.day_after]) as day
    ) as near
    cross join lateral unnest(e.hours) as h (hour)
    cross join lateral unnest(e.minutes) as m (minute)
  )
  select
    max(t.tick) filter (where t.tick <= c.minute) at time zone 'UTC',
    min(t.tick) filter (where t.tick > c.minute) at time zone 'UTC'
  from ticks as t
  cross join clock as c
$$;

comment on function steward_internal.cron_ticks(text, timestamptz) is $doc$
Returns the last and the next time at which a cron expression is due.

Times are read in UTC, which is what pg_cron does unless cron.timezone says otherwise.

@param cron The expression, as in `schedules`.
@param as_of The moment to look from; a tick in its minute counts as past.
@returns One row; null where the expression is never due, as on 30 February.
@error SW006 The expression cannot be read.
@access steward_reader
@example select next_tick from steward_internal.cron_ticks('*/15 * * * *');
$doc$;

revoke all on function steward_internal.cron_ticks(text, timestamptz) from public;
