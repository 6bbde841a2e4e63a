create or replace function steward_internal.index_changes(lookback interval, relids oid[] default null)
returns table (
  indexrelid oid,
  relid oid,
  idx_scan bigint,
  idx_tup_read bigint,
  idx_tup_fetch bigint,
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
    m.relid, i.indrelid, m.changes[1], m.changes[2], coalesce(m.changes[3], 0), m.changed_since, m.elapsed
  from steward_internal.relation_movements(index_changes.lookback, index_changes.relids) as m
  inner join pg_index as i on i.indexrelid = m.relid
$$;

comment on function steward_internal.index_changes(interval, oid[]) is $doc$
Tells how often each index was used in the time observed.

@param lookback How far to look back, at most.
@param relids Only these relations; null means all.
@returns One row for each index; none at all without a snapshot in that time.
@access steward_reader
@example select indexrelid::regclass, idx_scan from steward_internal.index_changes('1 day');
$doc$;

revoke all on function steward_internal.index_changes(interval, oid[]) from public;
