create or replace function steward_internal.check_low_hit_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select r.*, 100 * r.blocks_hit / (r.blocks_hit + r.blocks_read) as hit_percent
    from steward_internal.recent_queries() as r
    where r.blocks_hit + r.blocks_read >= 100000
      and r.blocks_hit < 0.9 * (r.blocks_hit + r.blocks_read)
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.hit_percent, 1), c.calls, c.total_ms, c.changed_since,
        format(
          'It found %s %% of %s blocks in shared_buffers', round(c.hit_percent, 1), c.blocks_hit + c.blocks_read
        )
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.blocks_read desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_low_hit_queries() is $doc$
Finds the queries whose blocks are seldom in shared_buffers.

A query counts if it asked for 100,000 blocks (780 MB) or more in the last day and found less than 90 % of
them, which is pgFirstAid's threshold; the 10 that read the most are named. Blocks that the operating
system had cached count as not found although that is fast, and a scan of a table larger than a quarter of
shared_buffers does not stay there by design: it is an info.

@title Query finds few blocks in shared_buffers
@category queries
@severity info
@unit percent
@direction below
@confidence estimate
@requires_extension pg_stat_statements
@remedy Look for a scan of a large table that an index would save; then compare shared_buffers with what is used daily.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS
@access steward_reader
@example select * from steward_internal.check_low_hit_queries();
$doc$;

revoke all on function steward_internal.check_low_hit_queries() from public;
