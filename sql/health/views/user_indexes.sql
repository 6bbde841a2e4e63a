create or replace view steward_internal.user_indexes as
select
  i.indexrelid,
  i.indrelid,
  t.schema_name,
  c.relname as index_name,
  format('%I.%I', t.schema_name, c.relname) as qualified_name,
  t.relation_name as table_name,
  t.qualified_name as table_qualified_name,
  t.reltuples as table_rows,
  t.estimated_bytes as table_bytes,
  t.reltoastrelid,
  am.amname as access_method,
  c.relkind,
  c.relpages,
  c.relpages::bigint * current_setting('block_size')::bigint as estimated_bytes,
  c.reloptions,
  i.indkey,
  i.indcollation,
  i.indnkeyatts,
  i.indisunique,
  i.indpred,
  i.indexprs,
  -- What a constraint, the replica identity or CLUSTER rests on cannot be replaced by another index.
  i.indisreplident
    or i.indisclustered
    or exists (
      select
      from pg_catalog.pg_constraint as con
      where con.conindid = i.indexrelid
    ) as is_bound,
  i.indexrelid in (select f.indexrelid from steward_internal.foreign_key_indexes as f) as supports_foreign_key
from pg_catalog.pg_index as i
inner join steward_internal.user_relations as t on t.relid = i.indrelid
inner join pg_catalog.pg_class as c on c.oid = i.indexrelid
inner join pg_catalog.pg_am as am on am.oid = c.relam
where i.indisvalid
  and i.indislive
  and not c.relispartition;

comment on view steward_internal.user_indexes is $doc$
Lists the valid indexes of user tables, the indexes of partitions through that of their parent.

An index that was created on a partition alone is listed by itself. `estimated_bytes` and `table_bytes`
are relpages times the block size, as old as the last VACUUM or ANALYZE, and 0 for what has partitions.

@access steward_reader select
@example select qualified_name from steward_internal.user_indexes where access_method = 'btree';
$doc$;
