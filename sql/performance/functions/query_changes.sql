create or replace function steward_internal.query_changes(lookback interval)
returns table (
  queryid bigint,
  userid oid,
  toplevel boolean,
  query text,
  calls bigint,
  total_exec_time double precision,
  rows bigint,
  shared_blks_hit bigint,
  shared_blks_read bigint,
  temp_blks_read bigint,
  temp_blks_written bigint,
  blk_read_time double precision,
  wal_bytes numeric,
  jit_time double precision,
  changed_since timestamptz,
  elapsed interval
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with observed as materialized (
    select w.* from steward_internal.observed_window(query_changes.lookback) as w
  ),
  moved as (
    select c.queryid, c.userid, c.toplevel, null as query, c.changes
    from observed as w
    inner join steward_internal.statement_changes as c
      on c.snapshot_id > w.first_snapshot_id
      and c.snapshot_id <= w.last_snapshot_id
    union all
    select m.queryid, m.userid, m.toplevel, m.query, m.changes
    from observed as w
    cross join steward_internal.statement_movements() as m
  )
  select
    m.queryid,
    m.userid,
    m.toplevel,
    max(coalesce(l.query, m.query)),
    sum(m.changes[1])::bigint,
    sum(m.changes[2])::double precision,
    sum(m.changes[3])::bigint,
    sum(m.changes[4])::bigint,
    sum(m.changes[5])::bigint,
    sum(m.changes[6])::bigint,
    sum(m.changes[7])::bigint,
    sum(m.changes[8])::double precision,
    sum(m.changes[9]),
    sum(m.changes[10])::double precision,
    w.changed_since,
    w.elapsed
  from observed as w
  cross join moved as m
  left join steward_internal.statements as l using (queryid, userid, toplevel)
  group by m.queryid, m.userid, m.toplevel, w.changed_since, w.elapsed
  having sum(m.changes[1]) > 0
$$;

comment on function steward_internal.query_changes(interval) is $doc$
Tells what the statements of this database cost in the time observed.

The columns are those of pg_stat_statements, as changes and not as totals; times are in milliseconds.
Snapshots keep only the statements that took the most time (setting `performance.max_queries`).

@param lookback How far to look back, at most.
@returns One row for each statement, role and level that ran; none at all without a snapshot in that time or without pg_stat_statements.
@access steward_reader
@example select query, total_exec_time / calls as mean from steward_internal.query_changes('1 day');
$doc$;

revoke all on function steward_internal.query_changes(interval) from public;
