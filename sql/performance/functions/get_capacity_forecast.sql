create or replace function steward.get_capacity_forecast()
returns table (
  limit_name text,
  object text,
  used_percent numeric,
  remaining numeric,
  used_per_day numeric,
  days_left numeric,
  observed interval,
  readings bigint,
  fit numeric
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with slopes as (
    select f.limit_name, f.object, f.per_day, f.observed, f.readings, f.fit
    from steward_internal.limit_slopes() as f
    union all
    -- These go up and down, so their rate is counted instead.
    select r.limit_name, current_database(), c.change / nullif(extract(epoch from c.elapsed) / 86400, 0),
      c.elapsed, null, null
    from steward_internal.counter_changes('30 days') as c
    inner join (
      values ('transaction ids', 'transaction_id.next'), ('multixact ids', 'multixact.next')
    ) as r (limit_name, counter) on r.counter = c.counter
  )
  select
    l.limit_name,
    l.object,
    l.used_percent,
    l.remaining,
    round(s.per_day, 1),
    case when s.observed >= interval '1 day' and s.per_day > 0 then round(l.remaining / s.per_day, 1) end,
    s.observed,
    s.readings,
    round(s.fit, 3)
  from steward_internal.limit_readings() as l
  left join slopes as s on s.limit_name = l.limit_name and s.object = l.object
  order by 6 nulls last, l.used_percent desc, l.limit_name, l.object
$$;

comment on function steward.get_capacity_forecast() is $doc$
Forecasts when the limits of this database will be reached, soonest first.

The limits are sequences, key columns, transaction and multixact IDs (if nothing were frozen any more), the
size of a table, and the setting `capacity.disk_quota`. The slope is a straight line through the daily
readings of the last 30 days; `readings`, `observed` and `fit` (the coefficient of determination, 1 is a
perfect line) are its evidence. Transaction and multixact IDs are counted, not fitted.

@area performance
@returns One row for each limit and object. `days_left` is null while less than a day was observed, or if nothing is used up; `remaining` and `used_per_day` are in numbers, IDs or bytes.
@access steward_reader
@example select limit_name, object, used_percent, days_left, fit from get_capacity_forecast() limit 10;
$doc$;

revoke all on function steward.get_capacity_forecast() from public;
