create or replace function steward_internal.rows_removed_since_vacuum()
returns table (target text, rows bigint)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select s.target, sum(s.rows)::bigint
  from steward.maintenance_steps as s
  inner join pg_stat_all_tables as t on t.relid = to_regclass(s.target)
  where s.step = 'retention'
    and s.batches > 0
    and s.strategy <> 'partition_drop'
    and s.finished_at > coalesce(greatest(t.last_vacuum, t.last_autovacuum), '-infinity')
    and to_regclass(s.target) is not null
  group by s.target
$$;

comment on function steward_internal.rows_removed_since_vacuum() is $doc$
Counts the rows that retention removed from each table since it was last vacuumed.

@returns One row for each table with such rows.
@access steward_reader
@example select target, rows from steward_internal.rows_removed_since_vacuum();
$doc$;

revoke all on function steward_internal.rows_removed_since_vacuum() from public;
