create or replace function steward_internal.leading_index(leaf oid, column_name name)
returns name
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select ic.relname
  from pg_index as i
  inner join pg_class as ic on ic.oid = i.indexrelid
  inner join pg_am as am on am.oid = ic.relam
  inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
  where i.indrelid = leading_index.leaf
    and a.attname = leading_index.column_name
    and i.indisvalid
    and i.indpred is null
    and am.amname = 'btree'
  order by i.indnatts, i.indexrelid
  limit 1
$$;

comment on function steward_internal.leading_index(oid, name) is $doc$
Finds an index that has the rows of a table in the order of a column.

@param leaf The table or partition.
@param column_name The column.
@returns The name of a valid btree index without a predicate that begins with the column; null if there is none.
@access steward_reader
@example select steward_internal.leading_index('steward.settings'::regclass, 'name');
$doc$;

revoke all on function steward_internal.leading_index(oid, name) from public;
