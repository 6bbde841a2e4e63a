create or replace function steward_internal.check_partitioned_tables_never_analyzed()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive tree as (
    select r.relid as root_id, r.relid
    from steward_internal.user_relations as r
    where r.relkind = 'p'
      and not r.is_partition
      and r.reltuples < 0
    union all
    select t.root_id, h.inhrelid
    from tree as t
    inner join pg_inherits as h on h.inhparent = t.relid
  ),
  counted as (
    select
      t.root_id,
      count(*) as partition_count,
      sum(c.reltuples::numeric) as row_count
    from tree as t
    inner join pg_class as c on c.oid = t.relid
    where c.relkind = 'r'
      and c.reltuples > 0
    group by t.root_id
    having sum(c.reltuples::numeric) >= 10000
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Partitioned table %s has never been analyzed as a whole; its %s filled partitions hold about %s rows.',
      r.qualified_name, c.partition_count, to_char(c.row_count, 'FM999,999,999,999,990')),
    null,
    null,
    null,
    array[format('analyze %s;', r.qualified_name)],
    null::text[],
    jsonb_build_object('partitions', c.partition_count, 'estimated_rows', c.row_count)
  from counted as c
  inner join steward_internal.user_relations as r on r.relid = c.root_id
$$;

comment on function steward_internal.check_partitioned_tables_never_analyzed() is $doc$
Finds partitioned tables without statistics of the whole table.

Autovacuum analyzes partitions and never their parent. Without an ANALYZE of the parent the planner has
no idea how many different values a column has over all partitions, and plans joins and groups of the
whole table blindly. From 10,000 rows on, counted in the partitions. Whether older statistics are still
good cannot be told, because no counter sums up the changes; analyze the parent after large changes.

@title Partitioned table was never analyzed
@category vacuum
@severity warning
@remedy Analyze the partitioned table, and again from time to time (a schedule): autovacuum never does.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ANALYZE reads a sample of every partition; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-STATISTICS
@access steward_reader
@example select * from steward_internal.check_partitioned_tables_never_analyzed();
$doc$;

revoke all on function steward_internal.check_partitioned_tables_never_analyzed() from public;
