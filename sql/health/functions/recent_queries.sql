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
  calls_of_all numeric,
  ms_of_all numeric,
  blocks_of_all numeric,
  changed_since timestamptz,
  elapsed interval,
  hours numeric
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_queries jsonb := steward_internal.remembered('recent_queries')::jsonb;
begin
  if v_queries is null then
    select coalesce(jsonb_agg(to_jsonb(ranked)), '[]')
    into v_queries
    from (
      select
        q.*,
        sum(q.calls) over all_queries as calls_of_all,
        sum(q.total_ms) over all_queries as ms_of_all,
        sum(q.blocks_hit + q.blocks_read) over all_queries as blocks_of_all,
        least(
          rank() over (order by q.total_ms desc),
          rank() over (order by q.calls desc),
          rank() over (order by q.rows desc),
          rank() over (order by q.blocks_hit + q.blocks_read desc),
          rank() over (order by q.blocks_read desc),
          case when q.temp_bytes > 0 then rank() over (order by q.temp_bytes desc) end,
          case when q.wal_bytes > 0 then rank() over (order by q.wal_bytes desc) end,
          case when q.jit_ms > 0 then rank() over (order by q.jit_ms desc) end
        ) as best_rank
      from (
        select
          c.queryid::text as query_id,
          max(c.query) as query,
          sum(c.calls) as calls,
          sum(c.total_exec_time)::numeric as total_ms,
          sum(c.rows) as rows,
          sum(c.shared_blks_hit) as blocks_hit,
          sum(c.shared_blks_read) as blocks_read,
          sum(c.temp_blks_written) * current_setting('block_size')::numeric as temp_bytes,
          sum(c.wal_bytes) as wal_bytes,
          sum(c.jit_time)::numeric as jit_ms,
          c.changed_since,
          c.elapsed,
          -- A burst just after a snapshot is not what happens every hour.
          greatest(extract(epoch from c.elapsed) / 3600, 1) as hours
        from steward_internal.query_changes('1 day') as c
        where c.toplevel
        group by c.queryid, c.changed_since, c.elapsed
      ) as q
      window all_queries as ()
    ) as ranked
    where ranked.best_rank <= 100;

    -- Within one health check all checks of queries see the same, and pg_stat_statements is read once.
    perform steward_internal.remember('recent_queries', v_queries::text);
  end if;

  return query
  select q.*
  from jsonb_to_recordset(v_queries) as q (
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
    calls_of_all numeric,
    ms_of_all numeric,
    blocks_of_all numeric,
    changed_since timestamptz,
    elapsed interval,
    hours numeric
  );
end
$$;

comment on function steward_internal.recent_queries() is $doc$
Returns what the queries that clients sent cost in the last day, over all roles.

Only what clients sent counts, not what functions ran, so that nothing is counted twice. Those that are among
the first 100 by time, calls, rows, blocks, temporary files, WAL or JIT are returned; the sums are
those of all.

@returns One row for each queryid; none without a snapshot of the last day. `hours` is the time observed, but at least one.
@access steward_reader
@example select query_id, total_ms / calls as mean_ms from steward_internal.recent_queries();
$doc$;

revoke all on function steward_internal.recent_queries() from public;
