create or replace function steward_internal.check_slow_queries()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('pg_stat_statements');
  v_columns name[];
  v_has_info boolean;
  v_total name;
  v_is_toplevel text;
  v_since text;
  v_hidden_count bigint;
begin
  -- The version of the extension decides, which may be older than that of the server.
  select array_agg(a.attname)
  into v_columns
  from pg_attribute as a
  inner join pg_class as c on c.oid = a.attrelid
  inner join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = v_schema
    and c.relname = 'pg_stat_statements'
    and a.attnum > 0
    and not a.attisdropped;

  select exists (
    select
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = v_schema
      and c.relname = 'pg_stat_statements_info'
  )
  into v_has_info;

  v_total := case
    when 'total_exec_time' = any (v_columns) then 'total_exec_time'
    else 'total_time'
  end;
  v_is_toplevel := case when 'toplevel' = any (v_columns) then 's.toplevel' else 'true' end;
  v_since := case
    when 'stats_since' = any (v_columns) then 'min(s.stats_since)'
    when v_has_info
      then format('(select i.stats_reset from %I.pg_stat_statements_info as i)', v_schema)
    else 'null::timestamptz'
  end;

  execute format(
    $sql$
      select count(*)
      from %1$I.pg_stat_statements as s
      where s.dbid = (select d.oid from pg_database as d where d.datname = current_database())
        and %2$s
        and s.queryid is null
    $sql$,
    v_schema, v_is_toplevel
  )
  into v_hidden_count;

  if v_hidden_count > 0 then
    return next steward_internal.skipped_row(
      'privilege',
      format(
        '%s statements of other roles cannot be told apart by role %I.',
        v_hidden_count, current_user
      ),
      format('grant pg_read_all_stats to %I;', current_user)
    );
  end if;

  return query execute format(
    $sql$
      select
        'query',
        null,
        q.query_id,
        round(q.mean_ms, 1),
        format(
          'It took %%s on average in %%s calls since %%s, %%s in total: %%s',
          steward_internal.format_value(q.mean_ms, 'milliseconds'), q.calls,
          coalesce(date_trunc('second', q.since)::text, 'an unknown time'),
          steward_internal.format_value(q.total_ms / 1000, 'seconds'), q.query
        ),
        null,
        null,
        null,
        null::text[],
        null::text[],
        jsonb_build_object(
          'query', q.query, 'calls', q.calls, 'total_ms', round(q.total_ms, 1), 'since', q.since
        )
      from (
        select
          s.queryid::text as query_id,
          sum(s.calls) as calls,
          sum(s.%2$I)::numeric as total_ms,
          (sum(s.%2$I) / nullif(sum(s.calls), 0))::numeric as mean_ms,
          %4$s as since,
          coalesce(
            left(
              btrim(regexp_replace((array_agg(s.query order by s.calls desc))[1], '\s+', ' ', 'g')),
              200
            ),
            'its text was not kept'
          ) as query
        from %1$I.pg_stat_statements as s
        where s.dbid = (select d.oid from pg_database as d where d.datname = current_database())
          and %3$s
          and s.queryid is not null
        group by s.queryid
        having sum(s.calls) >= 20
      ) as q
      where q.mean_ms >= (
          select r.warning
          from steward_internal.health_check_registry() as r
          where r.check_id = 'slow_queries'
        )
        and q.query !~*
          '^(/\*.*?\*/ ?)*(alter|analyze|cluster|copy|create|drop|refresh|reindex|vacuum)\M'
        and q.query !~ '\msteward(_internal)?\.'
        and not exists (
          select
          from pg_proc as p
          where p.pronamespace = 'steward'::regnamespace
            and q.query ~ ('\m' || p.proname || ' ?\(')
        )
      order by q.total_ms desc
      limit 10
    $sql$,
    v_schema, v_total, v_is_toplevel, v_since
  );
end
$$;

comment on function steward_internal.check_slow_queries() is $doc$
Finds the queries of this database that are slow on average and cost the most.

Of the statements that ran at least 20 times and took the warning threshold or more on average, the
10 with the largest total time, over all roles. The average is that of all calls since
pg_stat_statements began to count: a query that became slow today may not show, and one that was
mended yesterday still does; pg_stat_statements_reset() starts again. Only what clients sent counts,
not what functions ran. Schema changes, maintenance commands and COPY, which take as long as the
data is large, are left out, and so are calls of pgsteward itself. 100 ms and 20 calls are
pgFirstAid's (PgHero: 20 ms and 100 calls); a second is where a user notices. Without
pg_read_all_stats only the statements of one's own roles can be seen.

@title Query is slow on average
@category queries
@unit milliseconds
@warning 100
@critical 1000
@confidence estimate
@requires_extension pg_stat_statements
@remedy Look at its plan with EXPLAIN (ANALYZE, BUFFERS) and give it the index or the limit that it lacks.
@doc https://www.postgresql.org/docs/current/pgstatstatements.html
@access steward_reader
@example select * from steward_internal.check_slow_queries();
$doc$;

revoke all on function steward_internal.check_slow_queries() from public;
