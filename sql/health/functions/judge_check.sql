create or replace function steward_internal.judge_check(
  check_id text,
  title text,
  category text,
  severity text,
  unit text,
  direction text,
  warning numeric,
  critical numeric,
  confidence text,
  remedy text,
  fix_lock text,
  fix_risk text,
  doc_url text,
  stats_since timestamptz,
  check_rows steward_internal.check_row[]
)
returns setof steward.health_finding
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with judged as (
    select
      r.*,
      coalesce(
        r.severity,
        judge_check.severity,
        case
          when r.value * sign.factor >= judge_check.critical * sign.factor then 'critical'
          when r.value * sign.factor >= judge_check.warning * sign.factor then 'warning'
        end
      ) as judged_severity
    from unnest(judge_check.check_rows) as r
    cross join (select case judge_check.direction when 'below' then -1 else 1 end as factor) as sign
  ),
  reported as (
    select
      coalesce(j.status, case when j.judged_severity is null then 'ok' else 'finding' end) as status,
      j.judged_severity,
      j.object_type,
      j.object_schema,
      j.object_name,
      j.detail,
      j.value,
      j.action,
      j.fix_sql,
      j.undo_sql,
      j.evidence
    from judged as j
    where j.status is not null
      or j.judged_severity is not null
      or j.object_name is null
  ),
  complete as (
    select r.* from reported as r
    union all
    select 'ok', null, null, null, null, 'Nothing found.', null, null, null, null, null
    where not exists (select from reported)
  )
  select
    judge_check.check_id,
    c.status,
    case c.status when 'finding' then c.judged_severity end,
    judge_check.category,
    c.object_type,
    c.object_schema,
    c.object_name,
    identity.fingerprint,
    judge_check.title,
    c.detail,
    c.value,
    judge_check.unit,
    judge_check.warning,
    judge_check.critical,
    judge_check.confidence,
    c.evidence,
    case when c.status <> 'ok' then coalesce(c.action, judge_check.remedy) end,
    case c.status when 'finding' then c.fix_sql end,
    case c.status when 'finding' then c.undo_sql end,
    case when c.status = 'finding' and c.fix_sql is not null then judge_check.fix_lock end,
    case when c.status = 'finding' and c.fix_sql is not null then judge_check.fix_risk end,
    judge_check.doc_url,
    judge_check.stats_since,
    clock_timestamp(),
    case
      when c.status = 'finding' then (
        select i.reason
        from steward.ignored_findings as i
        where (i.until is null or i.until > now())
          and (
            i.pattern = identity.fingerprint
            or steward_internal.finding_name(
              judge_check.check_id, c.object_type, c.object_schema, c.object_name
            )
              like steward_internal.like_pattern(i.pattern)
          )
        order by i.ignored_at
        limit 1
      )
    end
  from complete as c
  cross join lateral (
    select md5(
      concat_ws(
        '/', judge_check.check_id, c.object_type,
        case when c.object_type is distinct from 'session' then c.object_schema end,
        case when c.object_type is distinct from 'session' then c.object_name end
      )
    ) as fingerprint
  ) as identity;
end
$$;

comment on function steward_internal.judge_check(
  text, text, text, text, text, text, numeric, numeric, text, text, text, text, text,
  timestamptz, steward_internal.check_row[]
) is $doc$
Turns the rows of one health check into findings.

The severity of a row is what the row says, else that of the check, else what its value is worth by
the thresholds. An object below the thresholds is dropped; a row about no object becomes `ok`. A
check that leaves no row gets one that says so.

@param check_id The check; this and the following are its registry row.
@param title Its title.
@param category Its category.
@param severity Its fixed severity, or null.
@param unit The unit of its values.
@param direction Whether values are worse `above` or `below` the thresholds.
@param warning Value from which on a row is a warning.
@param critical Value from which on a row is critical.
@param confidence Whether its values are `exact` or an `estimate`.
@param remedy What to do about a finding that does not say it itself.
@param fix_lock Strongest lock that `fix_sql` takes.
@param fix_risk What the statements in `fix_sql` cost.
@param doc_url Where to read more.
@param stats_since Start of the cumulative statistics.
@param check_rows What the check returned.
@returns At least one finding.
@access steward_reader
@example select status from steward_internal.judge_check('x', 'X', 'y', null, null, 'above', null, null, 'exact', null, null, null, null, now(), '{}');
$doc$;

revoke all on function steward_internal.judge_check(
  text, text, text, text, text, text, numeric, numeric, text, text, text, text, text,
  timestamptz, steward_internal.check_row[]
) from public;
