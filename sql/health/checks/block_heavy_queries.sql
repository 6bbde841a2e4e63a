create or replace function steward_internal.check_block_heavy_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select q.*
    from (
      select
        r.*,
        r.blocks_hit + r.blocks_read as blocks
      from steward_internal.recent_queries() as r
    ) as q
    where q.calls >= 20
      and q.blocks >= 1000 * q.calls
      and q.blocks >= 0.05 * q.blocks_of_all
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.blocks / c.calls), c.calls, c.total_ms, c.changed_since,
        format(
          'It looked at %s blocks per call for %s rows, %s %% of the blocks of all queries',
          round(c.blocks / c.calls), round(c.rows / c.calls), round(100 * c.blocks / c.blocks_of_all, 1)
        )
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.blocks desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_block_heavy_queries() is $doc$
Finds the queries that account for most of the blocks that were looked at.

A query counts if it ran at least 20 times in the last day, looked at 1000 blocks (8 MB) or more per call on
average, which is pgFirstAid's threshold, and asked for 5 % or more of the blocks of all queries. Blocks
found in shared_buffers count as well: they cost CPU, and push others out. A query that adds up a large
table needs many blocks, and nothing may be wrong with it: it is an info.

@title Query looks at very many blocks
@category queries
@severity info
@unit blocks per call
@confidence estimate
@requires_extension pg_stat_statements
@remedy Look at its plan with EXPLAIN (ANALYZE, BUFFERS) for scans that keep few of the rows that they read.
@doc https://www.postgresql.org/docs/current/using-explain.html
@access steward_reader
@example select * from steward_internal.check_block_heavy_queries();
$doc$;

revoke all on function steward_internal.check_block_heavy_queries() from public;
