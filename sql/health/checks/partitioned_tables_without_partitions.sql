create or replace function steward_internal.check_partitioned_tables_without_partitions()
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
    null::numeric,
    format('Table %s is partitioned and has no partition: every INSERT fails.', r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('is_partition', r.is_partition)
  from steward_internal.user_relations as r
  where r.relkind = 'p'
    and not exists (select from pg_inherits as h where h.inhparent = r.relid)
$$;

comment on function steward_internal.check_partitioned_tables_without_partitions() is $doc$
Finds partitioned tables that have no partition at all.

Such a table refuses every row. That is normal for a moment in a migration. A partition that is itself
partitioned is reported on its own.

@title Partitioned table without partitions
@category capacity
@mode static
@severity warning
@remedy Create its partitions, or drop it.
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE
@access steward_reader
@example select * from steward_internal.check_partitioned_tables_without_partitions();
$doc$;

revoke all on function steward_internal.check_partitioned_tables_without_partitions() from public;
