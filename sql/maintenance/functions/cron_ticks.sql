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
      date_trunc('day', cron_ticks.as_of at time zone 'UTC') as today
  ),
  days as (
    select c.today + make_interval(days => d.shift) as day, d.shift
    from clock as c
    cross join expression as e
    -- 29 February comes at least every eight years.
    cross join generate_series(-2922, 2922) as d (shift)
    where extract(month from c.today + make_interval(days => d.shift)) = any (e.months)
      and case
        when e.either_day then
          extract(day from c.today + make_interval(days => d.shift)) = any (e.days)
          or extract(dow from c.today + make_interval(days => d.shift)) = any (e.weekdays)
        else
          extract(day from c.today + make_interval(days => d.shift)) = any (e.days)
          and extract(dow from c.today + make_interval(days => d.shift)) = any (e.weekdays)
      end
  ),
  -- The two nearest days on each side hold the two ticks, because every matching day has one.
  near_days as (
    (select d.day from days as d where d.shift <= 0 order by d.shift desc limit 2)
    union
    (select d.day from days as d where d.shift >= 0 order by d.shift limit 2)
  ),
  ticks as (
    select d.day + make_interval(hours => h.hour, mins => m.minute) as tick
    from near_days as d
    cross join expression as e
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
