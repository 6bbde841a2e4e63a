create or replace function steward_internal.recent_queries()
returns table (
  query_id text,
  query text,
  calls numeric,
  total_ms numeric,
  rows numeric,
  blocks_hit numeric,
  blocks_read numeric,
  temp_bytes numeric,
  wal_bytes numeric,
  jit_ms numeric,
  changed_since timestamptz,
  elapsed interval,
  hours numeric
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    q.queryid::text,
    max(q.query),
    sum(q.calls),
    sum(q.total_exec_time)::numeric,
    sum(q.rows),
    sum(q.shared_blks_hit),
    sum(q.shared_blks_read),
    sum(q.temp_blks_written) * current_setting('block_size')::numeric,
    sum(q.wal_bytes),
    sum(q.jit_time)::numeric,
    q.changed_since,
    q.elapsed,
    -- A burst just after a snapshot is not what happens every hour.
    greatest(extract(epoch from q.elapsed) / 3600, 1)
  from steward_internal.query_changes('1 day') as q
  where q.toplevel
  group by q.queryid, q.changed_since, q.elapsed
$$;

comment on function steward_internal.recent_queries() is $doc$
Returns what the queries that clients sent cost in the last day, over all roles.

Only what clients sent counts, not what functions ran, so that nothing is counted twice.

@returns One row for each queryid; none without a snapshot of the last day. `hours` is the time observed, but at least one.
@access steward_reader
@example select query_id, total_ms / calls as mean_ms from steward_internal.recent_queries();
$doc$;

revoke all on function steward_internal.recent_queries() from public;
