create or replace function steward_internal.check_oversized_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    x.estimated_bytes::numeric,
    format('Index %s (about %s) is larger than all of its table %s (about %s).',
      x.qualified_name, pg_size_pretty(x.estimated_bytes), x.table_qualified_name,
      pg_size_pretty(size.bytes)),
    advice.text,
    null,
    null,
    case when advice.text is null then array[steward_internal.reindex_statement(x.indexrelid)] end,
    null::text[],
    jsonb_build_object('table', x.table_qualified_name, 'table_bytes', size.bytes)
  from steward_internal.user_indexes as x
  left join pg_class as toast on toast.oid = x.reltoastrelid
  cross join lateral (
    select
      x.table_bytes
        + coalesce(toast.relpages, 0)::bigint * current_setting('block_size')::bigint as bytes
  ) as size
  cross join lateral (select steward_internal.index_drop_advice(x.indexrelid)) as advice (text)
  where x.relkind = 'i'
    and x.access_method = 'btree'
    and x.indpred is null
    and x.relpages >= 104857600 / current_setting('block_size')::integer
    and x.estimated_bytes > size.bytes
    and x.table_rows >= 0
$$;

comment on function steward_internal.check_oversized_indexes() is $doc$
Finds large btree indexes that are larger than their table.

An entry holds some columns of a row and a pointer to it, so a healthy index stays below its table,
TOAST included. One that outgrew it is bloated, or it repeats nearly all columns. Sizes are those of
the last VACUUM or ANALYZE. From 100 MB on; GIN, GiST and other methods store something else than
rows and are left out, and so are partial indexes and tables that were never vacuumed or analyzed.

@title Index is larger than its table
@category indexes
@severity info
@unit bytes
@confidence estimate
@remedy Rebuild the index; if it is as large again, index fewer columns.
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE on the table for an exclusion constraint
@fix_risk REINDEX CONCURRENTLY reads the table twice, needs space for a second index and blocks no writes.
@doc https://www.postgresql.org/docs/current/routine-reindex.html
@access steward_reader
@example select * from steward_internal.check_oversized_indexes();
$doc$;

revoke all on function steward_internal.check_oversized_indexes() from public;
