create or replace function steward_internal.retention_row_weight(leaf oid)
returns double precision
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
    -- Each piece of a value in TOAST, about 2,000 bytes, is a row of its own that goes.
    1 + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0::oid)) / 2000.0 / nullif(greatest(c.reltuples, 0), 0), 0),
    1
  )
  from pg_class as c
  where c.oid = retention_row_weight.leaf
$$;

comment on function steward_internal.retention_row_weight(oid) is $doc$
Estimates how many rows of the heap and of its TOAST table one row is.

@param leaf The table.
@returns 1 or more.
@access steward_reader
@example select steward_internal.retention_row_weight('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.retention_row_weight(oid) from public;
