create or replace function steward_internal.current_statements()
returns table (
  queryid bigint,
  userid oid,
  toplevel boolean,
  query text,
  mean_exec_time double precision,
  stddev_exec_time double precision,
  max_exec_time double precision,
  stats_since timestamptz,
  counters numeric[]
)
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
-- Otherwise the texts of all statements would go through a temporary file.
set work_mem = '16MB'
as $$
declare
  v_schema name := steward_internal.extension_schema('pg_stat_statements');
  v_has_info boolean := to_regclass(quote_ident(v_schema) || '.pg_stat_statements_info') is not null;
  v_columns text[];
begin
  if v_schema is null then
    return;
  end if;

  -- The version of the extension decides, which may be older than that of the server.
  select array_agg(
    coalesce(
      (
        select format('s.%I', a.attname)
        from pg_attribute as a
        where a.attrelid = to_regclass(format('%I.pg_stat_statements', v_schema))
          and a.attname = any (w.names)
          and not a.attisdropped
        order by array_position(w.names, a.attname)
        limit 1
      ),
      w.otherwise
    )
    order by w.position
  )
  into v_columns
  from (
    values
      (1, array['toplevel'::name], 'true'),
      (2, array['mean_exec_time'::name, 'mean_time'], 'null'),
      (3, array['stddev_exec_time'::name, 'stddev_time'], 'null'),
      (4, array['max_exec_time'::name, 'max_time'], 'null'),
      (5, array['stats_since'::name],
       case
         when v_has_info then format('(select i.stats_reset from %I.pg_stat_statements_info as i)', v_schema)
         else 'null'
       end),
      (6, array['total_exec_time'::name, 'total_time'], 'null'),
      (7, array['shared_blk_read_time'::name, 'blk_read_time'], 'null'),
      (8, array['wal_bytes'::name], 'null'),
      (9, array['jit_generation_time'::name], 'null::numeric'),
      (10, array['jit_inlining_time'::name], 'null::numeric'),
      (11, array['jit_optimization_time'::name], 'null::numeric'),
      (12, array['jit_emission_time'::name], 'null::numeric')
  ) as w (position, names, otherwise);

  return query execute format(
    $sql$
      select
        s.queryid, s.userid, %2$s, s.query, %3$s::double precision, %4$s::double precision,
        %5$s::double precision, %6$s::timestamptz,
        array[
          s.calls, %7$s, s.rows, s.shared_blks_hit, s.shared_blks_read, s.temp_blks_read,
          s.temp_blks_written, %8$s, %9$s, %10$s + %11$s + %12$s + %13$s
        ]::numeric[]
      from %1$I.pg_stat_statements as s
      where s.dbid = (select d.oid from pg_database as d where d.datname = current_database())
        and s.queryid is not null
    $sql$,
    v_schema, v_columns[1], v_columns[2], v_columns[3], v_columns[4], v_columns[5], v_columns[6],
    v_columns[7], v_columns[8], v_columns[9], v_columns[10], v_columns[11], v_columns[12]
  );
exception
  -- The extension is installed, but the server does not preload it.
  when object_not_in_prerequisite_state then
    return;
end
$$;

comment on function steward_internal.current_statements() is $doc$
Reads the statements of this database from any version of pg_stat_statements.

`counters` are, in this order, calls, total_exec_time (milliseconds), rows, shared_blks_hit,
shared_blks_read, temp_blks_read, temp_blks_written, block read time (milliseconds, 0 unless
track_io_timing is on), wal_bytes and the time of JIT compilation (milliseconds, null before version 1.10
of the extension). Statements of other roles need pg_read_all_stats and are left out without it.

@returns One row for each statement, role and level; none without the extension.
@access steward_reader
@example select query, counters[1] as calls from steward_internal.current_statements();
$doc$;

revoke all on function steward_internal.current_statements() from public;
