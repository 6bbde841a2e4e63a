create or replace function steward_internal.btree_candidates(min_bytes bigint)
returns table (
  indexrelid oid,
  schema_name name,
  index_name name,
  qualified_name text,
  table_qualified_name text,
  estimated_bytes bigint,
  fillfactor integer,
  is_locked boolean
)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with locked as materialized (
    select l.relid from steward_internal.locked_relations() as l (relid)
  )
  select
    i.indexrelid,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    t.qualified_name,
    r.estimated_bytes,
    coalesce(
      (
        select o.option_value::integer
        from pg_options_to_table(r.reloptions) as o
        where o.option_name = 'fillfactor'
      ),
      90
    ),
    i.indexrelid in (select l.relid from locked as l)
      or i.indrelid in (select l.relid from locked as l)
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  inner join pg_am as am on am.oid = c.relam
  inner join pg_index as i on i.indexrelid = r.relid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  where r.relkind = 'i'
    and am.amname = 'btree'
    and i.indisvalid
    and i.indisready
    and r.relpages >= btree_candidates.min_bytes / current_setting('block_size')::integer
    -- A standby has nothing in an unlogged index.
    and (r.relpersistence = 'p' or not pg_is_in_recovery())
$$;

comment on function steward_internal.btree_candidates(bigint) is $doc$
Lists the btree indexes that an extension can look into.

The indexes of partitions are listed one by one, because each has its own pages.

@param min_bytes Leaves out smaller indexes, by relpages.
@returns One row for each index; `is_locked` says that another session holds or awaits an exclusive lock on it or its table.
@access steward_reader
@example select qualified_name from steward_internal.btree_candidates(1048576) where not is_locked;
$doc$;

revoke all on function steward_internal.btree_candidates(bigint) from public;
