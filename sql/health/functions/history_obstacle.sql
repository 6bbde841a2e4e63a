create or replace function steward_internal.history_obstacle()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from steward_internal.skipped_row(
    'history',
    'Needs a snapshot of the statistics from the last day, to know what happened since.',
    case
      when pg_is_in_recovery()
        then 'Let pgsteward health --replica bring the statistics of this server to the primary, every hour.'
      else 'select steward.capture_statistics();'
    end
  ) as r
  where not exists (select from steward_internal.observed_window('1 day'))
$$;

comment on function steward_internal.history_obstacle() is $doc$
Makes the row that says that there is no snapshot to compare with.

@returns One row if `recent_counters()` and `recent_queries()` have nothing to say.
@access steward_reader
@example select detail from steward_internal.history_obstacle();
$doc$;

revoke all on function steward_internal.history_obstacle() from public;
