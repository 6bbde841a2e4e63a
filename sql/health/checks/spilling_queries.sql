create or replace function steward_internal.check_spilling_queries()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select r.*, r.temp_bytes / r.hours as bytes_per_hour
    from steward_internal.recent_queries() as r
    where r.temp_bytes > 0
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.bytes_per_hour), c.calls, c.total_ms, c.changed_since,
        format(
          'It wrote %s to temporary files, %s per call', pg_size_pretty(c.temp_bytes),
          pg_size_pretty(round(c.temp_bytes / c.calls))
        )
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.temp_bytes desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_spilling_queries() is $doc$
Finds the queries that sort or join on disk because work_mem is too small.

The value is what a query wrote to temporary files per hour, on average over the last day; the 10 with the
most are looked at. 1 GB per hour is the threshold that pgdoctor uses for a whole database. A query
that spills a little in a nightly report is left alone. Temporary tables are not counted, only what sorts,
hashes, materialized results and cursors spill.

@title Query writes much to temporary files
@category queries
@unit bytes per hour
@warning 1073741824
@confidence estimate
@requires_extension pg_stat_statements
@remedy Give it more work_mem (for its role, or with SET LOCAL in its transaction), an index that sorts, or fewer rows.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-WORK-MEM
@access steward_reader
@example select * from steward_internal.check_spilling_queries();
$doc$;

revoke all on function steward_internal.check_spilling_queries() from public;
