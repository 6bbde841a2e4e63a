create or replace function steward.database_health_check(
  min_severity text default 'info',
  include_ok boolean default false,
  categories text[] default null
)
returns table (
  status text,
  severity text,
  category text,
  check_id text,
  object text,
  value text,
  detail text,
  action text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  perform steward_internal.assert_not_null(
    'steward.database_health_check',
    jsonb_build_object('include_ok', database_health_check.include_ok)
  );
  if min_severity is null or min_severity not in ('info', 'warning', 'critical') then
    raise exception using
      errcode = '22023',
      message = format('invalid severity: %L', min_severity),
      hint = 'Pass info, warning or critical.';
  end if;

  return query
  with findings as materialized (
    select f.*
    from steward.health_findings(database_health_check.categories) as f
  ),
  shown as (
    select
      f.status,
      f.severity,
      f.category,
      f.check_id,
      steward_internal.finding_object(f.object_type, f.object_schema, f.object_name) as object,
      f.value,
      f.unit,
      f.detail,
      f.action,
      steward_internal.severity_rank(f.status, f.severity) as rank
    from findings as f
    where case
      when f.ignored_because is not null then false
      when f.status = 'ok' or not steward_internal.is_applicable(f.evidence ->> 'reason') then include_ok
      when f.status = 'finding' then
        steward_internal.severity_rank(f.status, f.severity)
          <= steward_internal.severity_rank('finding', min_severity)
      else true
    end
    union all
    select
      'ok', null, null, 'ignored_findings', null, count(*), null,
      'So many findings are ignored: ' || string_agg(distinct f.check_id, ', ') || '.',
      'select pattern, reason, ignored_by, until from steward.ignored_findings;',
      steward_internal.severity_rank('ok', null)
    from findings as f
    where f.ignored_because is not null
    having count(*) > 0
  )
  select
    s.status, s.severity, s.category, s.check_id, s.object, steward_internal.format_value(s.value, s.unit),
    s.detail, s.action
  from shown as s
  order by s.rank, s.category, s.check_id, s.value desc, s.object;
end
$$;

comment on function steward.database_health_check(text, boolean, text[]) is $doc$
Checks the health of the database and returns what needs attention, worst first.

Checks that could not look come last, with what would let them look; findings that somebody ignored
(`ignore_finding()`) are only counted. It reads only, never waits longer than 100 ms for a lock, and
takes a few seconds at most.

@area health
@param min_severity Leaves out findings below it: info, warning or critical.
@param include_ok Whether checks that found nothing, are switched off or do not apply are listed as well.
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns One row for each finding: what, where, how bad, and what to do.
@error 22004 include_ok is null.
@error 22023 min_severity is none of the three.
@error SW003 There is no such category.
@access steward_reader
@example select severity, check_id, object, value, action from database_health_check('warning');
$doc$;

revoke all on function steward.database_health_check(text, boolean, text[]) from public;
