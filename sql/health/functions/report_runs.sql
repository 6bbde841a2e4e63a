create or replace function steward_internal.report_runs(lookback interval)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'at', r.started_at, 'status', r.status, 'critical', r.critical_count, 'warning', r.warning_count,
        'info', r.info_count
      )
      order by r.started_at
    ),
    '[]'
  )
  from (
    -- Of each span only the worst run: a plot shows no more points.
    select distinct on (date_bin(span.length, h.started_at, 'epoch'))
      h.started_at, h.status, h.critical_count, h.warning_count, h.info_count
    from steward.health_runs as h
    cross join (select greatest(report_runs.lookback / 200, interval '1 second') as length) as span
    where h.started_at >= now() - report_runs.lookback
    order by
      date_bin(span.length, h.started_at, 'epoch'), h.critical_count desc, h.warning_count desc,
      h.info_count desc, h.started_at
  ) as r
$$;

comment on function steward_internal.report_runs(interval) is $doc$
Lists the recorded health checks for report_data(), at most 200 or so.

@param lookback How far to look back.
@returns An array, oldest first, of at, status, critical, warning and info.
@access steward_reader
@example select steward_internal.report_runs('30 days');
$doc$;

revoke all on function steward_internal.report_runs(interval) from public;
