create or replace function steward_internal.check_default_partition_rows()
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
    held.row_count::numeric,
    format('About %s rows of %s are in its default partition %s.',
      to_char(held.row_count, 'FM999,999,999,999,990'), parent.qualified_name, r.qualified_name),
    null,
    case pt.partstrat when 'l' then 'info' else 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('parent', parent.qualified_name)
  from pg_partitioned_table as pt
  inner join steward_internal.user_relations as parent on parent.relid = pt.partrelid
  inner join steward_internal.user_relations as r on r.relid = pt.partdefid
  cross join lateral (
    select greatest(r.reltuples::bigint, pg_stat_get_live_tuples(r.relid)) as row_count
  ) as held
  where held.row_count > 0
$$;

comment on function steward_internal.check_default_partition_rows() is $doc$
Finds default partitions that hold rows.

Each of these rows belongs to a partition that nobody has made. Making it now fails until its rows
have been moved out, and attaching any other partition reads the whole default partition under a
strong lock, unless a CHECK constraint spares it. Partitioning by list often has a default partition on
purpose: an information. The number of rows is an estimate of the statistics; a default partition that
is partitioned itself is not looked into.

@title Rows in a default partition
@category capacity
@unit rows
@confidence estimate
@remedy Detach the default partition, create the partitions that are missing, and insert its rows again.
@doc https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARTITION
@access steward_reader
@example select * from steward_internal.check_default_partition_rows();
$doc$;

revoke all on function steward_internal.check_default_partition_rows() from public;
