create or replace function steward_internal.check_dominant_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select q.*
    from (
      select r.*, extract(epoch from r.elapsed) * 1000 as elapsed_ms
      from steward_internal.recent_queries() as r
    ) as q
    where q.total_ms >= 60000
      and q.total_ms >= 0.01 * q.elapsed_ms
      and q.total_ms >= 0.33 * q.ms_of_all
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(100 * c.total_ms / c.ms_of_all, 1), c.calls, c.total_ms, c.changed_since,
        format(
          'It took %s %% of the time of all queries, %s of %s', round(100 * c.total_ms / c.ms_of_all, 1),
          steward_internal.format_value(c.total_ms / 1000, 'seconds'),
          steward_internal.format_value(c.ms_of_all / 1000, 'seconds')
        ),
        case when c.total_ms >= 0.5 * c.elapsed_ms then 'warning' end
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.total_ms desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_dominant_queries() is $doc$
Finds the queries that took a third or more of the time of all queries.

Whatever makes such a query cheaper makes the server cheaper: it is the first to look at, which is no
defect, and therefore an info. It becomes a warning where the query kept, on average, half a CPU or more
busy all the time. A third is what ruby-pg-extras uses; queries that took less than a minute, or less
than 1 % of the time observed, are never named, because on an idle server something always has the
largest share. The time is that of the statements which snapshots keep (setting `performance.max_queries`).
Schema changes, maintenance commands and calls of pgsteward are not named.

@title One query takes much of the time
@category queries
@severity info
@unit percent
@confidence estimate
@requires_extension pg_stat_statements
@remedy Look at its plan with EXPLAIN (ANALYZE, BUFFERS), and at whether all of its calls are needed.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_dominant_queries();
$doc$;

revoke all on function steward_internal.check_dominant_queries() from public;
