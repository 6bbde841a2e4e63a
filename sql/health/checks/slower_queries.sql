create or replace function steward_internal.check_slower_queries()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        r.query_id::text, r.query, r.ratio, r.calls, r.mean_ms * r.calls, now() - interval '1 day',
        format(
          'It took %s on average in the last day, and %s in the %s days before',
          steward_internal.format_value(r.mean_ms, 'milliseconds'),
          steward_internal.format_value(r.baseline_mean_ms, 'milliseconds'),
          r.baseline_days
        )
      ) as finding
    from steward.query_regressions as r
    where r.extra_ms >= 60000
      and steward_internal.is_application_query(r.query)
    order by r.extra_ms desc
    limit 10
  ) as f
  union all
  select m.* from steward_internal.missing_history_rows('3 days', '2 days') as m
$$;

comment on function steward_internal.check_slower_queries() is $doc$
Finds the queries that became slower than they used to be.

Each is compared with its own baseline, as `query_regressions` does: the last day against all days before that
the snapshots know, beyond three standard deviations. Reported is what takes twice as long and more and cost
a minute more in that day; the 10 that cost most are named. Nothing is said before two days were
observed. No other in-database check compares queries with themselves; twice is our own choice.

@title Query became slower
@category queries
@scope database
@unit times
@warning 2
@confidence estimate
@remedy Compare its plan with the one before: new statistics, a lost index, more rows, or other parameters.
@doc https://www.postgresql.org/docs/current/using-explain.html
@access steward_reader
@example select * from steward_internal.check_slower_queries();
$doc$;

revoke all on function steward_internal.check_slower_queries() from public;
