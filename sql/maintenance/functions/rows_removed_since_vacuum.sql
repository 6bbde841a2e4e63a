create or replace function steward_internal.rows_removed_since_vacuum()
returns table (target text, rows bigint)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select s.target, sum(s.rows)::bigint
  from steward.maintenance_steps as s
  where s.step = 'retention'
    and s.batches > 0
    and s.strategy <> 'partition_drop'
    and exists (
      select
      from (
        select to_regclass(s.target)::oid
        union
        select p.relid from pg_partition_tree(to_regclass(s.target)) as p where p.isleaf
      ) as leaf (relid)
      inner join pg_stat_all_tables as t on t.relid = leaf.relid
      inner join pg_class as c on c.oid = t.relid
      where c.relkind = 'r'
        and s.finished_at > coalesce(greatest(t.last_vacuum, t.last_autovacuum), '-infinity')
        -- A partition without dead rows has not lost any, even if nobody ever vacuumed it.
        and (not c.relispartition or t.n_dead_tup > 0)
    )
  group by s.target
$$;

comment on function steward_internal.rows_removed_since_vacuum() is $doc$
Counts the rows that retention removed since the last VACUUM of a table.

@returns One row for each table with such rows.
@access steward_reader
@example select target, rows from steward_internal.rows_removed_since_vacuum();
$doc$;

revoke all on function steward_internal.rows_removed_since_vacuum() from public;
