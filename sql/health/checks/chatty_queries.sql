create or replace function steward_internal.check_chatty_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select q.*
    from steward_internal.recent_queries() as q
    where q.calls / q.hours >= 5000
      and q.total_ms <= 2 * q.calls
      and q.calls > 0.2 * q.calls_of_all
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.calls / c.hours), c.calls, c.total_ms, c.changed_since,
        format(
          'It ran %s times an hour and made up %s %% of all calls, at %s each', round(c.calls / c.hours),
          round(100 * c.calls / c.calls_of_all, 1),
          steward_internal.format_value(c.total_ms / c.calls, 'milliseconds')
        )
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.calls desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_chatty_queries() is $doc$
Finds cheap queries that are sent so often that the round trips cost more.

It is usually a loop in the application that asks for one row at a time. A query counts if it ran at least
5000 times an hour over the last day, took 2 ms or less on average, and made up more than a fifth of
all calls. 5000 calls and 2 ms are pgFirstAid's, which counts them over the whole life of the statistics.
BEGIN, COMMIT, SET and their like are not named, but count as calls.

@title Cheap query is sent very often
@category queries
@severity info
@unit calls per hour
@confidence estimate
@requires_extension pg_stat_statements
@remedy Ask for many rows at once (WHERE id = ANY ($1), a join), or keep the answer in the application.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_chatty_queries();
$doc$;

revoke all on function steward_internal.check_chatty_queries() from public;
