create or replace function steward_internal.missing_history_rows(lookback interval, needed interval)
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select s.*
  from (select max(w.elapsed) as observed from steward_internal.observed_window(missing_history_rows.lookback) as w)
    as history
  cross join lateral steward_internal.skipped_row(
    'history',
    case
      when history.observed is null
        then format('No statistics were captured in the last %s.', missing_history_rows.lookback)
      else format('Only %s of the %s that a verdict needs have been observed.',
        date_trunc('second', history.observed), missing_history_rows.needed)
    end,
    case
      when history.observed is null then 'select steward.capture_statistics();'
      else 'Wait: install schedules capture_statistics() every hour.'
    end
  ) as s
  where history.observed is null
    or history.observed < missing_history_rows.needed
$$;

comment on function steward_internal.missing_history_rows(interval, interval) is $doc$
Says that too little is known about the past for a verdict.

@param lookback How far a check looks back.
@param needed How much of that must have been observed.
@returns One row of status `skipped`, none if enough has been observed.
@access steward_reader
@example select detail from steward_internal.missing_history_rows('1 day', '1 hour');
$doc$;

revoke all on function steward_internal.missing_history_rows(interval, interval) from public;
