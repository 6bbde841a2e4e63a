create or replace function steward.health_status(categories text[] default null)
returns table (
  status text,
  critical_count integer,
  warning_count integer,
  info_count integer,
  ok_count integer,
  skipped_count integer,
  error_count integer,
  blind_count integer,
  message text
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with report as materialized (
    select steward.health_report(health_status.categories) as content
  )
  select
    s.status,
    s.critical,
    s.warning,
    s.info,
    s.ok,
    s.skipped,
    s.error,
    s.blind,
    concat_ws(
      ', ',
      format('%s critical, %s warning, %s info in %s checks', s.critical, s.warning, s.info, s.checks - s.disabled),
      case when s.ignored > 0 then format('%s ignored', s.ignored) end,
      case when s.blind > 0 then format('%s could not look', s.blind) end,
      'worst: ' || (r.content #>> '{findings,0,title}')
    )
  from report as r
  cross join lateral jsonb_to_record(r.content -> 'summary') as s (
    status text, critical integer, warning integer, info integer, ok integer, skipped integer,
    error integer, blind integer, checks integer, ignored integer, disabled integer
  )
$$;

comment on function steward.health_status(text[]) is $doc$
Checks the health of the database and returns one row with the worst state.

`status` is critical, warning, unknown (nothing worse than info was found, but `blind_count` checks
could not look for want of a privilege, a lock or time), info or ok.

@area health
@param categories Only checks of these categories, as in `health_checks`; null means all.
@returns One row with the state, the counts and a message of one line.
@error SW003 There is no such category.
@access steward_reader
@example select status, message from health_status();
$doc$;

revoke all on function steward.health_status(text[]) from public;
