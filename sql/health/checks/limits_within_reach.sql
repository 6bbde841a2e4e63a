create or replace function steward_internal.check_limits_within_reach()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    f.limit_name,
    null,
    f.object,
    days.remaining,
    format(
      'The %s of %s will be used up in about %s days: %s a day are used, by %s readings in %s days (fit %s).',
      f.limit_name, f.object, round(days.remaining), u.amount, f.readings,
      round(extract(epoch from f.observed) / 86400), round(f.fit, 2)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'remaining', f.last_remaining, 'per_day', round(f.per_day), 'readings', f.readings, 'fit', round(f.fit, 3),
      'observed', f.observed
    )
  from steward_internal.limit_slopes() as f
  cross join lateral (
    select greatest(
      round(f.last_remaining / f.per_day - extract(epoch from now() - f.last_taken_at)::numeric / 86400, 1), 0
    ) as remaining
    where f.per_day > 0
  ) as days
  cross join lateral (
    select case
      when f.limit_name in ('table size', 'disk quota') then pg_size_pretty(round(f.per_day))
      else to_char(f.per_day, 'FM999,999,999,999,990')
    end as amount
  ) as u
  where f.observed >= interval '7 days'
    and f.fit >= 0.8
  union all
  select m.* from steward_internal.missing_history_rows('30 days', '7 days') as m
$$;

comment on function steward_internal.check_limits_within_reach() is $doc$
Finds limits that will be reached within months if use goes on as it did.

The limits are those of `get_capacity_forecast()`: sequences, key columns, the size of a table and the setting
`capacity.disk_quota`. A straight line goes through the daily readings of the last 30 days; nothing is said
before 7 days were observed (the window of pghero's growth), nor where the line fits badly (coefficient of
determination below 0.8). Changing a key to bigint takes weeks in a large table, hence 90 and 30 days.
Transaction and multixact IDs are left out, since VACUUM gives them back: see transaction_id_age.

@title Limit will be reached soon
@category capacity
@unit days
@direction below
@warning 90
@critical 30
@confidence estimate
@remedy Make room before: see sequence_exhaustion and int4_key_exhaustion for how; or use less.
@doc https://www.postgresql.org/docs/current/limits.html
@access steward_reader
@example select * from steward_internal.check_limits_within_reach();
$doc$;

revoke all on function steward_internal.check_limits_within_reach() from public;
