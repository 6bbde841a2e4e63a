create or replace function steward_internal.check_index_bloat()
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('pgstattuple');
  v_index record;
  v_bytes bigint;
  v_internal_pages bigint;
  v_leaf_pages bigint;
  v_unused_pages bigint;
  v_density double precision;
  v_fragmentation double precision;
  v_advice text;
  v_unread_count integer := 0;
  v_unread_index text;
  v_bytes_left bigint := 1073741824;
  v_percent numeric;
begin
  if not (
    has_schema_privilege(v_schema, 'usage')
      and has_function_privilege(format('%I.pgstatindex(regclass)', v_schema), 'execute')
  ) then
    return next steward_internal.skipped_row(
      'privilege',
      format('Role %I may not look into indexes.', current_user),
      format('grant pg_stat_scan_tables to %I;', current_user)
    );
    return;
  end if;

  for v_index in
    select b.* from steward_internal.btree_candidates(10485760) as b
    order by b.estimated_bytes desc, b.indexrelid
  loop
    if v_index.estimated_bytes > v_bytes_left or steward_internal.time_is_up() then
      v_unread_count := v_unread_count + 1;
      v_unread_index := coalesce(v_unread_index, v_index.qualified_name);
      continue;
    end if;
    begin
      if v_index.is_locked then
        raise lock_not_available;
      end if;
      execute format(
        'select s.index_size, s.internal_pages, s.leaf_pages, s.empty_pages + s.deleted_pages,
          s.avg_leaf_density, s.leaf_fragmentation
        from %I.pgstatindex($1) as s',
        v_schema
      )
      into v_bytes, v_internal_pages, v_leaf_pages, v_unused_pages, v_density, v_fragmentation
      using v_index.indexrelid::regclass;
    exception
      when lock_not_available then
        return next steward_internal.skipped_row(
          'lock',
          format('Index %s was not measured: another session holds or awaits an exclusive lock.',
            v_index.qualified_name),
          'See who holds the lock with get_blocking_locks(), and run the check again.',
          'index', v_index.schema_name::text, v_index.index_name::text
        );
        continue;
      when undefined_table then
        continue;
    end;
    v_bytes_left := v_bytes_left - v_bytes;
    continue when v_leaf_pages = 0;

    v_percent := round(
      100 - 100.0
        * (1 + v_internal_pages + v_leaf_pages * v_density::numeric / v_index.fillfactor)
        * current_setting('block_size')::integer / v_bytes,
      1
    );
    v_advice := steward_internal.index_drop_advice(v_index.indexrelid);
    return next row(
      'index', v_index.schema_name, v_index.index_name, greatest(v_percent, 0),
      format('Index %s on %s (%s) would be about %s %% smaller after a rebuild: its leaf pages are %s %% full, '
          'and %s pages are empty.',
        v_index.qualified_name, v_index.table_qualified_name, pg_size_pretty(v_bytes),
        greatest(v_percent, 0), round(v_density::numeric),
        v_unused_pages),
      v_advice, null, null,
      case when v_advice is null then array[steward_internal.reindex_statement(v_index.indexrelid)] end,
      null::text[],
      jsonb_build_object(
        'table', v_index.table_qualified_name, 'index_bytes', v_bytes,
        'leaf_density', v_density, 'leaf_fragmentation', v_fragmentation,
        'empty_pages', v_unused_pages
      )
    )::steward_internal.check_row;
  end loop;

  if v_unread_count > 0 then
    return next steward_internal.skipped_row(
      'time',
      format('%s indexes were not measured, because no more than 1 GB is read; the largest is %s.',
        v_unread_count, v_unread_index),
      format('select * from %I.pgstatindex(%L);', v_schema, v_unread_index)
    );
  end if;
end
$$;

comment on function steward_internal.check_index_bloat() is $doc$
Measures which btree indexes are mostly empty space.

A page of a btree is reused only for keys that belong there or when it has become empty, so deletes all
over the keys leave it half full for ever. It is measured with pgstatindex(); estimates from pg_stats are
wrong by more than the size of the index since btrees store equal keys once (PostgreSQL 13). Compared is
the size that the index would have with all leaf pages filled to its fillfactor; entries of dead rows that
VACUUM has not removed count as full.

pgstatindex() reads the whole index, so indexes below 10 MB are left out, no more than 1 GB is read (the
largest index that fits comes first), and what was not read is said. An index with keys in random order is
about 70 % full at its best, a bloat of 20 to 25 %; 50 and 70 % are the thresholds of pgdoctor.

@title Index is bloated
@category storage
@unit percent
@warning 50
@critical 70
@requires_extension pgstattuple
@remedy Rebuild the index. If it comes back, see whether VACUUM comes often enough.
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE on the table for an exclusion constraint
@fix_risk REINDEX CONCURRENTLY reads the table twice, needs space for a second index and blocks no writes.
@doc https://www.postgresql.org/docs/current/routine-reindex.html
@access steward_reader
@example select * from steward_internal.check_index_bloat();
$doc$;

revoke all on function steward_internal.check_index_bloat() from public;
