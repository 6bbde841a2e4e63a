create or replace function steward_internal.table_changes(lookback interval, relids oid[] default null)
returns table (
  relid oid,
  seq_scan bigint,
  seq_tup_read bigint,
  idx_scan bigint,
  idx_tup_fetch bigint,
  n_tup_ins bigint,
  n_tup_upd bigint,
  n_tup_del bigint,
  n_tup_hot_upd bigint,
  n_tup_newpage_upd bigint,
  changed_since timestamptz,
  elapsed interval
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select
    m.relid, m.changes[1], m.changes[2], coalesce(m.changes[3], 0), coalesce(m.changes[4], 0),
    coalesce(m.changes[5], 0), coalesce(m.changes[6], 0), coalesce(m.changes[7], 0),
    coalesce(m.changes[8], 0),
    case
      when to_regproc('pg_stat_get_tuples_newpage_updated') is not null then coalesce(m.changes[9], 0)
    end,
    m.changed_since, m.elapsed
  from steward_internal.relation_movements(table_changes.lookback, table_changes.relids) as m
  inner join pg_class as c on c.oid = m.relid
  where c.relkind in ('r', 'm')
$$;

comment on function steward_internal.table_changes(interval, oid[]) is $doc$
Tells what was read from and written to each table in the time observed.

The columns are those of pg_stat_user_tables, as changes and not as totals.

@param lookback How far to look back, at most.
@param relids Only these relations; null means all.
@returns One row for each table and materialized view; none at all without a snapshot in that time. `n_tup_newpage_upd` is null before PostgreSQL 16.
@access steward_reader
@example select relid::regclass, seq_scan from steward_internal.table_changes('1 day');
$doc$;

revoke all on function steward_internal.table_changes(interval, oid[]) from public;
