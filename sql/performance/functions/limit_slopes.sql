create or replace function steward_internal.limit_slopes()
returns table (
  limit_name text,
  object text,
  per_day numeric,
  observed interval,
  readings bigint,
  fit numeric,
  last_remaining numeric,
  last_taken_at timestamptz
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    l.limit_name,
    l.object,
    -regr_slope(l.remaining, extract(epoch from s.taken_at) / 86400)::numeric,
    max(s.taken_at) - min(s.taken_at),
    count(*),
    regr_r2(l.remaining, extract(epoch from s.taken_at) / 86400)::numeric,
    (array_agg(l.remaining order by s.taken_at desc))[1],
    max(s.taken_at)
  from steward_internal.limit_snapshots as l
  inner join steward.statistics_snapshots as s on s.id = l.snapshot_id
  where s.node = 'primary'
    and s.taken_at > now() - interval '30 days'
    -- Freezing gives IDs back, so what is left of them goes up and down.
    and l.limit_name not in ('transaction ids', 'multixact ids')
  group by l.limit_name, l.object
$$;

comment on function steward_internal.limit_slopes() is $doc$
Draws a line through the daily readings of each limit of the last 30 days.

`fit` is the coefficient of determination: 1 is a perfect line. Transaction and multixact IDs are left out.

@returns One row for each limit and object; `per_day` is what is used up each day, in numbers or bytes.
@access steward_reader
@example select object, per_day, fit from steward_internal.limit_slopes();
$doc$;

revoke all on function steward_internal.limit_slopes() from public;
