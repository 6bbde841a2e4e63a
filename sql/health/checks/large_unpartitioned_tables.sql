create or replace function steward_internal.check_large_unpartitioned_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    r.reltuples::numeric,
    format(
      'Table %s has about %s rows in %s and is not partitioned.',
      r.qualified_name,
      to_char(r.reltuples::numeric, 'FM999,999,999,999,990'),
      pg_size_pretty(r.estimated_bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('estimated_rows', r.reltuples::bigint, 'estimated_bytes', r.estimated_bytes)
  from steward_internal.user_tables as r
  where r.relkind = 'r'
    and r.reltuples >= 1000000
$$;

comment on function steward_internal.check_large_unpartitioned_tables() is $doc$
Finds tables with very many rows that are not partitioned.

One VACUUM, one index build and one deletion of old rows work on all of it; with partitions old rows go
by DROP TABLE, and maintenance comes in pieces. The threshold is that at which pgdoctor warns; a table
that is read by its key alone can do without partitions, so a higher one is in order there. The number
of rows is that of the last VACUUM or ANALYZE. Tables below one million rows are never reported.

@title Large table is not partitioned
@category schema
@unit rows
@warning 50000000
@confidence estimate
@remedy Partition the table by the column by which old rows are deleted, before it grows further; raise the threshold if it only ever is read by its key.
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html
@access steward_reader
@example select * from steward_internal.check_large_unpartitioned_tables();
$doc$;

revoke all on function steward_internal.check_large_unpartitioned_tables() from public;
