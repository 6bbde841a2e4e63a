create or replace function steward_internal.check_pg_stat_statements_evictions()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(d.count / c.hours, 2),
    case
      when d.count is null then 'This version of pg_stat_statements does not count what it drops.'
      else format(
        'pg_stat_statements made room for new statements %s times since %s, and dropped about %s %% of them each time.',
        d.count, date_trunc('second', c.changed_since), 5
      )
    end,
    case when d.count is null then 'alter extension pg_stat_statements update;' end,
    null,
    case when d.count is null then 'skipped' end,
    null::text[],
    null::text[],
    case
      when d.count is null then jsonb_build_object('reason', 'extension')
      else jsonb_build_object(
        'evictions', d.count, 'pg_stat_statements.max', current_setting('pg_stat_statements.max', true)
      )
    end
  from steward_internal.recent_counters() as c
  cross join lateral (select (c.changes ->> 'statements_info.dealloc')::numeric as count) as d
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_pg_stat_statements_evictions() is $doc$
Measures how often pg_stat_statements drops statements to make room for others.

It holds `pg_stat_statements.max` statements and drops the least used 5 % of them when a new one does not
fit. What was dropped is missing in every ranking of queries, and collecting costs more. Once an hour means
that in the course of a day as many were dropped as there is room for. The rate is that of the last day. An
application that writes values or lists of changing length into its statements is the usual reason.

@title Statements are dropped from pg_stat_statements
@category queries
@scope cluster
@unit evictions per hour
@warning 1
@requires_extension pg_stat_statements
@remedy Let the application send parameters instead of values, or raise pg_stat_statements.max (needs a restart).
@doc https://www.postgresql.org/docs/current/pgstatstatements.html#PGSTATSTATEMENTS-PG-STAT-STATEMENTS-INFO
@access steward_reader
@example select * from steward_internal.check_pg_stat_statements_evictions();
$doc$;

revoke all on function steward_internal.check_pg_stat_statements_evictions() from public;
