create or replace view steward_internal.user_relations as
select
  c.oid as relid,
  n.nspname as schema_name,
  c.relname as relation_name,
  format('%I.%I', n.nspname, c.relname) as qualified_name,
  c.relkind,
  c.relispartition as is_partition,
  c.relpersistence,
  c.relowner,
  c.relacl,
  c.relrowsecurity,
  c.reltuples,
  c.relpages,
  c.relallvisible,
  c.reltoastrelid,
  c.reloptions,
  c.relpages::bigint * current_setting('block_size')::bigint as estimated_bytes
from pg_catalog.pg_class as c
inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_access', 'steward_migrations', 'steward_ddl')
  and n.nspname not like 'pg\_toast%'
  and n.nspname not like 'pg\_temp\_%'
  and c.relpersistence <> 't'
  -- Two small sets that are read once, instead of a join for each relation.
  and c.oid not in (
    select d.objid
    from pg_catalog.pg_depend as d
    where d.refclassid = 'pg_catalog.pg_extension'::regclass
      and d.classid = 'pg_catalog.pg_class'::regclass
      and d.deptype = 'e'
  )
  -- An extension owns an index only through its table.
  and c.oid not in (
    select i.indexrelid
    from pg_catalog.pg_depend as d
    inner join pg_catalog.pg_index as i on i.indrelid = d.objid
    where d.refclassid = 'pg_catalog.pg_extension'::regclass
      and d.classid = 'pg_catalog.pg_class'::regclass
      and d.deptype = 'e'
  );

comment on view steward_internal.user_relations is $doc$
Lists the relations that belong to the people of this database.

The one place that leaves out system schemas, temporary relations, and what extensions or
pgsteward own, which nobody else can change.
`estimated_bytes` is relpages times the block size: as old as the last VACUUM or ANALYZE, but unlike
pg_relation_size() it never waits for a lock.

@access steward_reader select
@example select qualified_name from steward_internal.user_relations where relkind = 'r';
$doc$;
