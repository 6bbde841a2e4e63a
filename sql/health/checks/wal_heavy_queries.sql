create or replace function steward_internal.check_wal_heavy_queries()
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
      and r.wal_bytes >= 1048576 * r.calls
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.wal_bytes / c.calls), c.calls, c.total_ms, c.changed_since,
        format(
          'It wrote %s of WAL per call, %s in all', pg_size_pretty(round(c.wal_bytes / c.calls)),
          pg_size_pretty(c.wal_bytes)
        )
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.wal_bytes desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_wal_heavy_queries() is $doc$
Finds the queries that write much WAL per call.

A query counts if it ran at least 20 times in the last day and wrote 1 MB of WAL or more per call on
average, which is pgFirstAid's threshold; the 10 with the most are named. Full-page images after a
checkpoint are part of it. COPY and schema changes, which write as much as they load, are not named.

@title Query writes much WAL
@category queries
@severity info
@unit bytes per call
@confidence estimate
@requires_extension pg_stat_statements
@remedy Change only rows that differ, in smaller batches; drop indexes that nobody uses; consider wal_compression.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_wal_heavy_queries();
$doc$;

revoke all on function steward_internal.check_wal_heavy_queries() from public;
