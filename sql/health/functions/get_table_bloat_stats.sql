create or replace function steward.get_table_bloat_stats(min_bytes bigint default 10485760)
returns table (
  schema_name name,
  table_name name,
  estimated_bytes bigint,
  free_bytes bigint,
  dead_bytes bigint,
  bloat_percent numeric,
  scanned_percent numeric,
  withheld text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
set lock_timeout = '100ms'
as $$
declare
  v_table record;
  v_free_percent double precision;
  v_dead_percent double precision;
  v_scanned_percent double precision;
begin
  perform steward_internal.assert_not_null(
    'steward.get_table_bloat_stats', jsonb_build_object('min_bytes', get_table_bloat_stats.min_bytes)
  );
  for v_table in
    select b.* from steward_internal.bloat_candidates(get_table_bloat_stats.min_bytes) as b
  loop
    schema_name := v_table.schema_name;
    table_name := v_table.table_name;
    estimated_bytes := v_table.estimated_bytes;
    free_bytes := null;
    dead_bytes := null;
    bloat_percent := null;
    scanned_percent := null;
    withheld := v_table.withheld;
    if withheld is null and steward_internal.time_is_up() then
      withheld := 'time: the time budget was used up';
    end if;
    if withheld is null then
      begin
        execute format(
          'select a.table_len, a.approx_free_space, a.dead_tuple_len, a.approx_free_percent,
            a.dead_tuple_percent, a.scanned_percent
          from %I.pgstattuple_approx($1) as a',
          v_table.extension_schema
        )
        into estimated_bytes, free_bytes, dead_bytes, v_free_percent, v_dead_percent,
          v_scanned_percent
        using v_table.relid::regclass;
        bloat_percent := round((v_free_percent + v_dead_percent)::numeric, 1);
        scanned_percent := round(v_scanned_percent::numeric, 1);
      exception
        when lock_not_available then
          withheld := 'lock: another session holds a lock on the table';
        when undefined_table then
          continue;
      end;
    end if;
    return next;
  end loop;
end
$$;

comment on function steward.get_table_bloat_stats(bigint) is $doc$
Measures how much of each table is free or dead space, with pgstattuple_approx.

It measures instead of guessing from pg_stats, whose estimates are off by tens of points after a bulk
delete or with stale statistics. What it may not or cannot measure cheaply is listed with the reason in
`withheld` and null figures.

@area health
@param min_bytes Leaves out smaller tables, by relpages; 10 MB unless given.
@returns One row for each table, largest first. Sizes are in bytes of the main fork without TOAST; `scanned_percent` is the share of pages that had to be read, the rest is from the visibility map.
@error 22004 min_bytes is null.
@access steward_reader
@example select table_name, bloat_percent, withheld from get_table_bloat_stats(1048576);
$doc$;

revoke all on function steward.get_table_bloat_stats(bigint) from public;
