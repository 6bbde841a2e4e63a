create or replace function steward_internal.check_queries_returning_many_rows()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select r.*
    from steward_internal.recent_queries() as r
    where r.calls >= 20
      and r.rows >= 10000 * r.calls
      and r.query ~* '^\s*(/\*.*?\*/\s*)*\(*(select|with|values|table|fetch)\M'
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.rows / c.calls), c.calls, c.total_ms, c.changed_since,
        format('It returned %s rows per call', round(c.rows / c.calls))
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.rows desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_queries_returning_many_rows() is $doc$
Finds the queries that return more rows per call than anybody can want.

A query counts if it ran at least 20 times in the last day and returned 10,000 rows or more per call on
average, which is pgFirstAid's threshold; the 10 with the most rows are named. COPY, which is made for
exports, is not, and neither are INSERT, UPDATE and DELETE, whose rows are those that they changed.

@title Query returns very many rows
@category queries
@severity info
@unit rows per call
@confidence estimate
@requires_extension pg_stat_statements
@remedy Let the database filter, count or sum; read in pages by key, or through a cursor or COPY if all rows are needed.
@doc https://www.postgresql.org/docs/current/queries-limit.html
@access steward_reader
@example select * from steward_internal.check_queries_returning_many_rows();
$doc$;

revoke all on function steward_internal.check_queries_returning_many_rows() from public;
