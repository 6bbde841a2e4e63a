create or replace function steward_internal.check_redundant_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with indexes as materialized (
    select x.* from steward_internal.comparable_indexes() as x where x.access_method = 'btree'
  ),
  redundant as materialized (
    select distinct on (s.index_oid)
      s.*,
      l.qualified_name as longer_name
    from indexes as s
    inner join indexes as l on l.table_oid = s.table_oid
      and l.predicate is not distinct from s.predicate
      and cardinality(l.key_columns) > cardinality(s.key_columns)
      and l.key_columns[1:cardinality(s.key_columns)] = s.key_columns
    where not s.is_unique
      and not s.is_needed
      and not s.is_clustered
      and s.included_columns is null
    order by s.index_oid, cardinality(l.key_columns), l.index_oid
  ),
  rebuilds as materialized (
    select s.index_oid, s.statements
    from (select array_agg(r.index_oid) as index_oids from redundant as r) as found
    cross join lateral steward_internal.index_rebuild_statements(found.index_oids) as s
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
    case when b.index_oid is not null then array[r.drop_statement] end,
    b.statements,
    jsonb_build_object('table', r.table_name, 'prefix_of', r.longer_name)
  from redundant as r
  left join rebuilds as b on b.index_oid = r.index_oid
$$;

comment on function steward_internal.check_redundant_indexes() is $doc$
Finds btree indexes whose columns are the first columns of another index.

The longer index answers the same searches, only a little slower because it is larger; whether the
shorter one is worth its writes is yours to decide, so this is an information. Columns must agree in
order, operator class, collation and direction, and the predicates must be equal. Unique indexes,
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
