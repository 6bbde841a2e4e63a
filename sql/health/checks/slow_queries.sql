create or replace function steward_internal.check_slow_queries()
returns setof steward_internal.check_row
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return query execute format(
    $sql$
      select
        'query',
        null,
        s.queryid::text,
        round(s.mean_exec_time::numeric, 1),
        format('%%s calls by %%s took %%s ms on average since %%s at the earliest: %%s', s.calls,
          pg_get_userbyid(s.userid), round(s.mean_exec_time::numeric, 1),
          to_char(steward_internal.statistics_since(), 'YYYY-MM-DD HH24:MI'), s.text),
        null,
        null,
        null,
        null::text[],
        jsonb_build_object(
          'calls', s.calls, 'total_ms', round(s.total_exec_time::numeric), 'query', s.text
        )
      from (
        select p.*, left(regexp_replace(btrim(p.query), '\s+', ' ', 'g'), 200) as text
        from %I.pg_stat_statements as p
      ) as s
      inner join pg_database as d on d.oid = s.dbid
      where d.datname = current_database()
        and s.toplevel
        and s.calls >= 20
        and s.queryid is not null
      order by s.total_exec_time desc
      limit 10
    $sql$,
    steward_internal.extension_schema('pg_stat_statements')
  );
end
$$;

comment on function steward_internal.check_slow_queries() is $doc$
Finds queries that are slow on average, among the ten that cost most.

The figures are those of pg_stat_statements, averages since it was last reset: a query that became
slow today shows later. Statements that ran fewer than 20 times (reports, migrations) are left out, as
by pgFirstAid and pghero; both call a mean of 20 to 100 ms slow, and a second is what a person notices.

@title Slow query
@category queries
@confidence estimate
@unit milliseconds
@warning 100
@critical 1000
@requires_extension pg_stat_statements
@requires_role pg_read_all_stats
@remedy Look at its plan with EXPLAIN (ANALYZE, BUFFERS): a missing index, too many rows read, or too many returned.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_slow_queries();
$doc$;

revoke all on function steward_internal.check_slow_queries() from public;
