create or replace function steward_internal.check_jit_overhead()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with queries as materialized (
    select r.* from steward_internal.recent_queries() as r
  ),
  cost as (
    select
      sum(q.jit_ms) as jit_ms,
      sum(q.total_ms) filter (where q.jit_ms is not null) as total_ms,
      min(q.changed_since) as changed_since
    from queries as q
  ),
  heaviest as (
    select jsonb_agg(
      jsonb_build_object('query_id', q.query_id, 'query', steward_internal.short_query(q.query), 'jit_ms', round(q.jit_ms))
      order by q.jit_ms desc
    ) as queries
    from (
      select q.* from queries as q where q.jit_ms > 0 order by q.jit_ms desc limit 3
    ) as q
  ),
  configured as (
    select
      (
        select substr(e.entry, 5)
        from pg_db_role_setting as g
        inner join pg_database as d on d.oid = g.setdatabase
        cross join lateral unnest(g.setconfig) as e (entry)
        where d.datname = current_database()
          and g.setrole = 0
          and e.entry like 'jit=%'
      ) as in_database
  )
  select
    'database',
    null,
    current_database()::text,
    round(100 * c.jit_ms / nullif(c.total_ms, 0), 1),
    format(
      'JIT compilation took %s of the %s that queries ran since %s.',
      steward_internal.format_value(c.jit_ms / 1000, 'seconds'),
      steward_internal.format_value(c.total_ms / 1000, 'seconds'),
      date_trunc('second', c.changed_since)
    ),
    null,
    null,
    null,
    array[format('alter database %I set jit = off;', current_database())],
    array[
      coalesce(
        format('alter database %I set jit = ', current_database()) || quote_literal(s.in_database) || ';',
        format('alter database %I reset jit;', current_database())
      )
    ],
    jsonb_build_object('jit_ms', round(c.jit_ms), 'total_ms', round(c.total_ms), 'queries', h.queries)
  from cost as c
  cross join heaviest as h
  cross join configured as s
  where c.jit_ms >= 60000
    and coalesce(s.in_database::boolean, true)
  union all
  select r.* from steward_internal.history_obstacle() as r
  union all
  select r.* from steward_internal.statements_obstacle() as r
$$;

comment on function steward_internal.check_jit_overhead() is $doc$
Measures how much of the time of queries goes into compiling them.

JIT compilation pays for queries that run for many seconds and costs the others: with the default
jit_above_cost a plan whose cost is overestimated is compiled at each call. The value is the share of JIT
in the execution time of the last day; below a minute of JIT nothing is said. 10 % is more than JIT saves in
a mixed workload; pg-healthcheck watches the same share. A database for which JIT was switched
off since is left alone. pg_stat_statements counts JIT since version 1.10 of the extension (PostgreSQL 15).

@title JIT compilation takes much of the time
@category queries
@unit percent
@warning 10
@confidence estimate
@requires_extension pg_stat_statements
@remedy Switch JIT off for this database, or raise jit_above_cost so that only the longest queries are compiled.
@fix_lock none
@fix_risk Queries that run for long may become slower; new sessions only.
@doc https://www.postgresql.org/docs/current/jit-decision.html
@access steward_reader
@example select * from steward_internal.check_jit_overhead();
$doc$;

revoke all on function steward_internal.check_jit_overhead() from public;
