create or replace function steward_internal.report_series(lookback interval)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with snapshots as (
    select
      s.taken_at,
      s.gauges,
      case when s.stats_since <= lag(s.taken_at) over later
        then extract(epoch from s.taken_at - lag(s.taken_at) over later)
      end as seconds,
      (s.counters ->> 'database.blks_hit')::numeric
        - lag((s.counters ->> 'database.blks_hit')::numeric) over later as hit,
      (s.counters ->> 'database.blks_read')::numeric
        - lag((s.counters ->> 'database.blks_read')::numeric) over later as read,
      (s.counters ->> 'database.xact_commit')::numeric + (s.counters ->> 'database.xact_rollback')::numeric
        - lag((s.counters ->> 'database.xact_commit')::numeric + (s.counters ->> 'database.xact_rollback')::numeric)
          over later as transactions
    from steward.statistics_snapshots as s
    where s.node = 'primary'
      and s.taken_at >= now() - report_series.lookback
    window later as (order by s.taken_at)
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'at', s.taken_at,
        'cache_hit_percent', case when s.seconds > 0 then round(100 * s.hit / nullif(s.hit + s.read, 0), 2) end,
        'transactions_per_second', case when s.seconds > 0 then round(s.transactions / s.seconds, 3) end,
        'connections_used', s.gauges -> 'connections.used',
        'connections_limit', s.gauges -> 'connections.limit',
        'database_bytes', s.gauges -> 'database.size_bytes',
        'transaction_id_age', s.gauges -> 'transaction_id.age'
      )
      order by s.taken_at
    ),
    '[]'
  )
  from snapshots as s
$$;

comment on function steward_internal.report_series(interval) is $doc$
Turns the snapshots of statistics into series for report_data().

Rates are those between a snapshot and the one before it, and null across a crash or a reset.

@param lookback How far to look back.
@returns An array, oldest first; what was not measured is null.
@access steward_reader
@example select steward_internal.report_series('30 days');
$doc$;

revoke all on function steward_internal.report_series(interval) from public;
