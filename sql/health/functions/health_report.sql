create or replace function steward.health_report(
  categories text[] default null,
  checks text[] default null
)
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with findings as materialized (
    select
      f.*,
      steward_internal.finding_object(f.object_type, f.object_schema, f.object_name) as object,
      steward_internal.severity_rank(f.status, f.severity) as rank
    from steward.health_findings(health_report.categories, health_report.checks) as f
  ),
  summary as (
    select
      count(*) filter (where f.severity = 'critical' and f.ignored_because is null) as critical_count,
      count(*) filter (where f.severity = 'warning' and f.ignored_because is null) as warning_count,
      count(*) filter (where f.severity = 'info' and f.ignored_because is null) as info_count,
      count(*) filter (where f.status = 'ok') as ok_count,
      count(*) filter (where f.status = 'skipped' and steward_internal.is_applicable(f.evidence ->> 'reason')) as skipped_count,
      count(*) filter (where not steward_internal.is_applicable(f.evidence ->> 'reason')) as disabled_count,
      count(*) filter (where f.status = 'error') as error_count,
      count(*) filter (
        where f.status in ('skipped', 'error')
          and f.evidence ->> 'reason' in ('privilege', 'lock', 'time', 'error')
      ) as blind_count,
      count(*) filter (where f.ignored_because is not null) as ignored_count,
      count(distinct f.check_id) as check_count
    from findings as f
  )
  select jsonb_build_object(
    'summary', jsonb_build_object(
      'status', case
        when s.critical_count > 0 then 'critical'
        when s.warning_count > 0 then 'warning'
        when s.blind_count > 0 then 'unknown'
        when s.info_count > 0 then 'info'
        else 'ok'
      end,
      'critical', s.critical_count,
      'warning', s.warning_count,
      'info', s.info_count,
      'ok', s.ok_count,
      'skipped', s.skipped_count,
      'error', s.error_count,
      'blind', s.blind_count,
      'ignored', s.ignored_count,
      'disabled', s.disabled_count,
      'checks', s.check_count,
      'database', current_database(),
      'server_version', current_setting('server_version'),
      'steward_version', steward.steward_version(),
      'is_standby', pg_is_in_recovery(),
      'started_at', statement_timestamp(),
      'finished_at', clock_timestamp()
    ),
    'findings', (
      select coalesce(
        jsonb_agg(
          to_jsonb(f) - 'rank'
            || jsonb_build_object('value_text', steward_internal.format_value(f.value, f.unit))
          order by f.rank, f.category, f.check_id, f.value desc, f.object_schema, f.object_name
        ) filter (where f.ignored_because is null),
        '[]'
      )
      from findings as f
      where f.status = 'finding'
    ),
    'ignored', (
      select coalesce(
        jsonb_agg(
          to_jsonb(f) - 'rank'
            || jsonb_build_object('value_text', steward_internal.format_value(f.value, f.unit))
          order by f.rank, f.category, f.check_id, f.value desc, f.object_schema, f.object_name
        ) filter (where f.ignored_because is not null),
        '[]'
      )
      from findings as f
      where f.status = 'finding'
    ),
    'coverage', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'check_id', f.check_id,
            'category', f.category,
            'status', f.status,
            'reason', f.evidence ->> 'reason',
            'is_applicable', steward_internal.is_applicable(f.evidence ->> 'reason'),
            'object', f.object,
            'value', f.value,
            'unit', f.unit,
            'value_text', steward_internal.format_value(f.value, f.unit),
            'threshold_warning', f.threshold_warning,
            'threshold_critical', f.threshold_critical,
            'detail', f.detail,
            'action', f.action
          )
          order by f.rank, f.category, f.check_id, f.object_schema, f.object_name
        ),
        '[]'
      )
      from findings as f
      where f.status <> 'finding'
    )
  )
  from summary as s
$$;

comment on function steward.health_report(text[], text[]) is $doc$
Checks the health of the database and returns the whole report as one document.

`summary` holds the worst state and the counts, `findings` what needs attention (worst first, in the
full shape of `health_findings()`), `ignored` what somebody decided to live with, `coverage` every check that
found nothing or could not look. `disabled` counts those that do not apply here as well. The
state is `unknown`, not `ok`, while a check was blind for want of a privilege, a lock or time.

@area health
@param categories Only checks of these categories, as in `health_checks`; null means all.
@param checks Only these checks, by check_id; null means all.
@returns An object with the keys summary, findings, ignored and coverage.
@error SW003 There is no such category or check.
@access steward_reader
@example select jsonb_pretty(health_report() -> 'summary');
$doc$;

revoke all on function steward.health_report(text[], text[]) from public;
