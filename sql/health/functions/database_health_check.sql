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
  if min_severity is null or min_severity not in ('info', 'warning', 'critical') then
    raise exception using
      errcode = '22023',
      message = format('invalid severity: %L', min_severity),
      hint = 'Pass info, warning or critical.';
  end if;

  return query
  select
    f.status,
    f.severity,
    f.category,
    f.check_id,
    case
      when f.object_schema is null then f.object_name
      else format('%I.%I', f.object_schema, f.object_name)
    end,
    steward_internal.format_value(f.value, f.unit),
    f.detail,
    f.action
  from steward.health_findings(database_health_check.categories) as f
  where case f.status
      when 'ok' then include_ok
      when 'finding' then
        steward_internal.severity_rank(f.status, f.severity)
          <= steward_internal.severity_rank('finding', min_severity)
      else true
    end
  order by
    steward_internal.severity_rank(f.status, f.severity), f.category, f.check_id, f.value desc, 5;
end
$$;

comment on function steward.database_health_check(text, boolean, text[]) is $doc$
Checks the health of the database and returns what needs attention, worst first.

Checks that could not look come last, with what would let them look. It reads only, never waits
longer than 100 ms for a lock, and takes a few seconds at most.

@area health
@param min_severity Leaves out findings below it: info, warning or critical.
@param include_ok Whether checks that found nothing are listed as well.
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns One row for each finding: what, where, how bad, and what to do.
@error 22023 min_severity is none of the three.
@error SW003 There is no such category.
@access steward_reader
@example select severity, check_id, object, value, action from database_health_check('warning');
$doc$;

revoke all on function steward.database_health_check(text, boolean, text[]) from public;
