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
as $$
declare
  v_schema name := steward_internal.extension_schema('pg_stat_statements');
  v_has_info boolean := to_regclass(quote_ident(v_schema) || '.pg_stat_statements_info') is not null;
begin
  if v_schema is null then
    return;
  end if;
  return query execute format(
    $sql$
      select
        s.queryid, s.userid, coalesce(s.toplevel, true), s.query, s.mean_exec_time, s.stddev_exec_time,
        s.max_exec_time, coalesce(s.stats_since, %s),
        array[
          s.calls, s.total_exec_time, s.rows, s.shared_blks_hit, s.shared_blks_read, s.temp_blks_read,
          s.temp_blks_written, coalesce(s.shared_blk_read_time, s.blk_read_time), s.wal_bytes,
          s.jit_generation_time + s.jit_inlining_time + s.jit_optimization_time + s.jit_emission_time
        ]::numeric[]
      from %I.pg_stat_statements as v
      -- Which columns there are depends on the version of the extension.
      cross join jsonb_to_record(to_jsonb(v)) as s (
        queryid bigint, userid oid, toplevel boolean, query text, mean_exec_time double precision,
        stddev_exec_time double precision, max_exec_time double precision, stats_since timestamptz,
        calls numeric, total_exec_time numeric, rows numeric, shared_blks_hit numeric,
        shared_blks_read numeric, temp_blks_read numeric, temp_blks_written numeric,
        shared_blk_read_time numeric, blk_read_time numeric, wal_bytes numeric,
        jit_generation_time numeric, jit_inlining_time numeric, jit_optimization_time numeric,
        jit_emission_time numeric
      )
      where v.dbid = (select d.oid from pg_database as d where d.datname = current_database())
        and v.queryid is not null
    $sql$,
    case
      when v_has_info then format('(select i.stats_reset from %I.pg_stat_statements_info as i)', v_schema)
      else 'null'
    end,
    v_schema
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
