create or replace function steward_internal.check_unstable_queries()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select distinct on (s.queryid)
      s.queryid::text as query_id,
      s.query,
      s.counters[1] as calls,
      s.counters[2] as total_ms,
      s.mean_exec_time::numeric as mean_ms,
      s.stddev_exec_time::numeric as stddev_ms,
      s.max_exec_time::numeric as max_ms,
      s.stats_since
    from steward_internal.current_statements() as s
    where s.toplevel
      and s.counters[1] >= 100
      and s.mean_exec_time >= 10
      and s.stddev_exec_time > s.mean_exec_time
    order by s.queryid, s.counters[2] desc
  )
  select (f.finding).*
  from (
    select
      steward_internal.query_finding(
        c.query_id, c.query, round(c.stddev_ms / c.mean_ms, 1), c.calls, c.total_ms, c.stats_since,
        format(
          'It took %s on average with a standard deviation of %s, and %s at most',
          steward_internal.format_value(c.mean_ms, 'milliseconds'),
          steward_internal.format_value(c.stddev_ms, 'milliseconds'),
          steward_internal.format_value(c.max_ms, 'milliseconds')
        )
      ) as finding
    from candidates as c
    where steward_internal.is_application_query(c.query)
    order by c.total_ms desc
    limit 10
  ) as f
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_unstable_queries() is $doc$
Finds the queries that are fast at one time and slow at another.

The standard deviation of their time is larger than its mean, which is pgFirstAid's criterion, over at least
100 calls that took 10 ms or more on average; the 10 with the largest total time are named, each with the
role that spent the most on it. A plan that suits only some values, locks, or a cold cache are the usual
reasons. pg_stat_statements keeps the deviation only over the whole time that it has counted a statement,
so this cannot be told for the last day: what was mended still shows until the statistics are reset.

@title Time of a query varies widely
@category queries
@severity info
@unit times the mean
@confidence estimate
@requires_extension pg_stat_statements
@remedy Compare plans for different parameters; let auto_explain log the plans of slow calls, and log_lock_waits the waits.
@doc https://www.postgresql.org/docs/current/auto-explain.html
@access steward_reader
@example select * from steward_internal.check_unstable_queries();
$doc$;

revoke all on function steward_internal.check_unstable_queries() from public;
