create or replace function steward_internal.check_slow_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with observed as materialized (
    select exists (select from steward_internal.observed_window('1 day')) as is_recent
  ),
  queries as materialized (
    select r.query_id, r.query, r.calls, r.total_ms, r.changed_since as since
    from observed as o
    cross join steward_internal.recent_queries() as r
    where o.is_recent
    union all
    select
      s.queryid::text,
      (array_agg(s.query order by s.counters[1] desc))[1],
      sum(s.counters[1]),
      sum(s.counters[2]),
      min(s.stats_since)
    from observed as o
    cross join steward_internal.current_statements() as s
    where not o.is_recent
      and s.toplevel
    group by s.queryid
  ),
  candidates as materialized (
    select q.*, q.total_ms / q.calls as mean_ms
    from queries as q
    where q.calls >= 20
      and q.total_ms >= q.calls * (
        select r.warning
        from steward_internal.health_check_registry('{slow_queries}') as r
      )
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.mean_ms, 1), c.calls, c.total_ms, c.since,
        format(
          'It took %s on average and %s in total%s',
          steward_internal.format_value(c.mean_ms, 'milliseconds'),
          steward_internal.format_value(c.total_ms / 1000, 'seconds'),
          case when not o.is_recent then ', over all that was counted' end
        )
      ) as finding
    from candidates as c
    cross join observed as o
    where steward_internal.is_application_query(c.query)
    order by c.total_ms desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_slow_queries() is $doc$
Finds the queries of this database that are slow on average and cost the most.

Of the statements that ran at least 20 times and took the warning threshold or more on average, the
10 with the largest total time, over all roles. The average is that of the last day; while there is no
snapshot of that time (`capture_statistics()`), it is that of all calls since pg_stat_statements began to
count, which is said: a query that became slow today may not show then, and one that was mended
yesterday still does. Only what clients sent counts, not what functions ran. Schema changes, maintenance commands and COPY, which take as long as the
data is large, are left out, and so are transaction control and calls of pgsteward itself. 100 ms and 20 calls are
pgFirstAid's (PgHero: 20 ms and 100 calls); a second is where a user notices. Without
pg_read_all_stats only the statements of one's own roles can be seen.

@title Query is slow on average
@category queries
@unit milliseconds
@warning 100
@critical 1000
@confidence estimate
@requires_extension pg_stat_statements
@remedy Look at its plan with EXPLAIN (ANALYZE, BUFFERS) and give it the index or the limit that it lacks.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_slow_queries();
$doc$;

revoke all on function steward_internal.check_slow_queries() from public;
