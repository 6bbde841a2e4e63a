create or replace function steward_internal.report_metrics(report jsonb)
returns table (name text, labels jsonb, value numeric, kind text, help text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with entries as materialized (
    select e.check_id, e.status, e.value, e.unit
    from jsonb_to_recordset((report_metrics.report -> 'findings') || (report_metrics.report -> 'coverage')) as e (
      check_id text, status text, value numeric, unit text
    )
  ),
  checks as materialized (
    select
      e.check_id,
      count(*) filter (where e.status = 'finding') as finding_count,
      bool_or(e.status in ('finding', 'ok')) as is_measured,
      min(e.unit) as unit,
      case
        when obj_description(
          to_regproc('steward_internal.' || quote_ident('check_' || e.check_id)), 'pg_proc'
        ) like E'%\n@direction below%' then min(e.value)
        else max(e.value)
      end as worst
    from entries as e
    group by e.check_id
  )
  select 'health.findings', jsonb_build_object('severity', s.severity),
    (report_metrics.report -> 'summary' ->> s.severity)::numeric, 'gauge', 'Findings by severity.'
  from unnest(array['critical', 'warning', 'info']) as s (severity)
  union all
  select 'health.results', jsonb_build_object('status', s.status),
    (report_metrics.report -> 'summary' ->> s.status)::numeric, 'gauge',
    'Results that are no findings: ok, skipped or error.'
  from unnest(array['ok', 'skipped', 'error']) as s (status)
  union all
  select 'health.blind_checks', '{}', (report_metrics.report -> 'summary' ->> 'blind')::numeric, 'gauge',
    'Checks that could not look for want of a privilege, a lock or time, or that failed.'
  union all
  select 'health.last_run_age_seconds', '{}',
    round(
      extract(epoch from clock_timestamp() - (report_metrics.report -> 'summary' ->> 'finished_at')::timestamptz), 3
    ),
    'gauge', 'Time since the health check ran.'
  union all
  select 'health.check_findings', jsonb_build_object('check_id', c.check_id), c.finding_count, 'gauge',
    'Findings of the check.'
  from checks as c
  where c.is_measured
  union all
  select 'health.check_value', jsonb_strip_nulls(jsonb_build_object('check_id', c.check_id, 'unit', c.unit)),
    c.worst, 'gauge', 'Worst value that the check measured, in its unit.'
  from checks as c
$$;

comment on function steward_internal.report_metrics(jsonb) is $doc$
Turns a health report into the metrics `health.*` of health_metrics().

A check that could not look has no row, because no findings and not looked are different things.

@param report What `health_report()` returned; null yields no value.
@returns What health_metrics() returns.
@access steward_reader
@example select name, labels, value from steward_internal.report_metrics(steward.health_report());
$doc$;

revoke all on function steward_internal.report_metrics(jsonb) from public;
