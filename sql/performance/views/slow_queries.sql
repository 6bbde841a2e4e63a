create or replace view steward.slow_queries as
select
  q.queryid as query_id,
  r.rolname as role_name,
  q.calls,
  round(q.total_exec_time::numeric, 1) as total_ms,
  round((q.total_exec_time / q.calls)::numeric, 3) as mean_ms,
  round((100 * q.total_exec_time / nullif(sum(q.total_exec_time) over (), 0))::numeric, 1) as time_percent,
  round(q.rows::numeric / q.calls, 1) as rows_per_call,
  round(100.0 * q.shared_blks_hit / nullif(q.shared_blks_hit + q.shared_blks_read, 0), 1) as cache_hit_percent,
  q.temp_blks_written * current_setting('block_size')::bigint as temp_bytes,
  q.wal_bytes,
  q.changed_since,
  btrim(regexp_replace(q.query, '\s+', ' ', 'g')) as query
from (
  select
    c.queryid, c.userid, c.toplevel, c.query, c.calls, c.total_exec_time, c.rows, c.shared_blks_hit,
    c.shared_blks_read, c.temp_blks_written, c.wal_bytes, c.changed_since
  from steward_internal.query_changes('1 day') as c
  union all
  select
    s.queryid, s.userid, s.toplevel, s.query, s.counters[1], s.counters[2], s.counters[3], s.counters[4],
    s.counters[5], s.counters[7], s.counters[9], s.stats_since
  from steward_internal.current_statements() as s
  where not exists (select from steward_internal.observed_window('1 day') as w)
    and s.counters[1] > 0
) as q
left join pg_catalog.pg_roles as r on r.oid = q.userid
where q.toplevel
order by q.total_exec_time desc;

comment on view steward.slow_queries is $doc$
Shows what the statements of this database cost in the last day, those that took the most time first.

The figures count from `changed_since` on: the oldest snapshot of the last day (`capture_statistics()`),
or while there is none, all that pg_stat_statements knows. A statement's share in the time of all is
`time_percent`. Only what clients sent is listed, not what functions ran. It is empty without
pg_stat_statements.

@area performance
@access steward_reader select
@example select calls, mean_ms, time_percent, left(query, 60) as query from slow_queries limit 10;
$doc$;
