create or replace function steward_internal.check_redundant_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with redundant as materialized (
    select x.*, format('%I.%I', n.nspname, c.relname) as longer_name
    from steward_internal.index_drops() as d
    inner join steward_internal.comparable_indexes() as x on x.index_oid = d.index_oid
    inner join pg_class as c on c.oid = d.survivor_oid
    inner join pg_namespace as n on n.oid = c.relnamespace
    where d.check_id = 'redundant_indexes'
  ),
  drops as materialized (
    select s.*
    from (select array_agg(r.index_oid) as index_oids from redundant as r) as found
    cross join lateral steward_internal.index_drop_statements(found.index_oids) as s
  )
  select
    'index',
    r.schema_name::text,
    r.index_name::text,
    r.estimated_bytes::numeric,
    format('Index %s (about %s) is a prefix of %s on %s, which can answer the same queries.',
      r.qualified_name, pg_size_pretty(r.estimated_bytes), r.longer_name, r.table_name),
    case
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    null,
    null,
    b.fix_sql,
    b.undo_sql,
    jsonb_build_object('table', r.table_name, 'prefix_of', r.longer_name)
  from redundant as r
  left join drops as b on b.index_oid = r.index_oid
$$;

comment on function steward_internal.check_redundant_indexes() is $doc$
Finds btree indexes whose columns are the first columns of another index.

The longer index answers the same searches, only a little slower because it is larger; whether the
shorter one is worth its writes is yours to decide, so this is an information. Columns must agree in
order, operator class, collation and direction, predicates and tablespace must be equal, and the longer
index must be one that stays: not one that is unused or goes for another reason. Unique indexes,
constraints, replica identities and indexes with INCLUDE columns are left out, exact duplicates are
duplicate_indexes.

@title Redundant index
@category indexes
@mode static
@severity info
@unit bytes
@confidence estimate
@remedy Drop the shorter index if writes matter more than the last bit of speed of its queries.
@fix_lock SHARE UPDATE EXCLUSIVE; ACCESS EXCLUSIVE if the table is partitioned
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes, and waits for running transactions.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_redundant_indexes();
$doc$;

revoke all on function steward_internal.check_redundant_indexes() from public;
