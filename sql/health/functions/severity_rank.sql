create or replace function steward_internal.severity_rank(status text, severity text)
returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_position(
    array['critical', 'warning', 'info', 'error', 'skipped', 'ok'],
    coalesce(severity_rank.severity, severity_rank.status)
  )
$$;

comment on function steward_internal.severity_rank(text, text) is $doc$
Returns the place of a finding in the order "worst first".

@param status Status of the row: finding, error, skipped or ok.
@param severity Its severity: critical, warning, info or null.
@returns 1 for critical to 6 for ok.
@access steward_reader
@example select steward_internal.severity_rank('finding', 'warning');
$doc$;

revoke all on function steward_internal.severity_rank(text, text) from public;
