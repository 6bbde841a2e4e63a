create or replace function steward_internal.index_drop_advice(index_oid oid)
returns text
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select format('Nothing is to be done to it but what %s says: drop it.', d.check_id)
  from steward_internal.index_drops() as d
  where d.index_oid = index_drop_advice.index_oid
$$;

comment on function steward_internal.index_drop_advice(oid) is $doc$
Says of an index that is to go that it need not be repaired or changed.

Checks that would rebuild or replace an index offer no statement for such a one: after the drop it would fail.

@param index_oid The index.
@returns What to do; null if the index stays.
@access steward_reader
@example select steward_internal.index_drop_advice(indexrelid) from steward_internal.user_indexes;
$doc$;

revoke all on function steward_internal.index_drop_advice(oid) from public;
