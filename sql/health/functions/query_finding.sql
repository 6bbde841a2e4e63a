create or replace function steward_internal.query_finding(
  query_id text,
  query text,
  value numeric,
  calls numeric,
  total_ms numeric,
  since timestamptz,
  detail text,
  severity text default null
)
returns steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select row(
    'query',
    null,
    query_finding.query_id,
    query_finding.value,
    format(
      '%s; %s calls since %s: %s',
      query_finding.detail,
      query_finding.calls,
      coalesce(date_trunc('second', query_finding.since)::text, 'an unknown time'),
      t.query
    ),
    null,
    query_finding.severity,
    null,
    null,
    null,
    jsonb_build_object(
      'query', t.query, 'calls', query_finding.calls, 'total_ms', round(query_finding.total_ms, 1),
      'since', query_finding.since
    )
  )::steward_internal.check_row
  from (select steward_internal.short_query(query_finding.query) as query) as t
$$;

comment on function steward_internal.query_finding(text, text, numeric, numeric, numeric, timestamptz, text, text) is $doc$
Makes the row with which a health check reports a query.

@param query_id The queryid of pg_stat_statements, as text.
@param query The text of the query.
@param value What was measured.
@param calls How often it ran in that time.
@param total_ms How long it ran in that time.
@param since Since when that was counted.
@param detail What the check has to say, without a full stop.
@param severity The severity, unless the thresholds decide.
@returns A row about the query.
@access steward_reader
@example select (steward_internal.query_finding('1', 'select 1', 5, 20, 100, now(), 'It is odd')).detail;
$doc$;

revoke all on function steward_internal.query_finding(text, text, numeric, numeric, numeric, timestamptz, text, text)
from public;
