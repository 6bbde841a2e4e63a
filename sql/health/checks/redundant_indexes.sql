create or replace function steward_internal.check_redundant_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'index',
    s.schema_name::text,
    s.index_name::text,
    s.estimated_bytes::numeric,
    format('Index %s (about %s) is a prefix of %s on %s, which can answer the same queries.', s.qualified_name,
      pg_size_pretty(s.estimated_bytes), longer.qualified_name, s.table_name),
    null,
    null,
    null,
    array[s.drop_statement],
    jsonb_build_object('table', s.table_name, 'prefix_of', longer.qualified_name)
  from steward_internal.comparable_indexes() as s
  cross join lateral (
    select l.qualified_name
    from steward_internal.comparable_indexes() as l
    where l.table_oid = s.table_oid
      and l.index_oid <> s.index_oid
      and l.access_method = 'btree'
      and l.predicate is not distinct from s.predicate
      and cardinality(l.key_columns) > cardinality(s.key_columns)
      and l.key_columns[1:cardinality(s.key_columns)] = s.key_columns
    order by cardinality(l.key_columns), l.index_oid
    limit 1
  ) as longer
  where s.access_method = 'btree'
    and not s.is_unique
    and not s.is_needed
    and not s.is_clustered
    and s.included_columns is null
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
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes, and waits for running transactions.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_redundant_indexes();
$doc$;

revoke all on function steward_internal.check_redundant_indexes() from public;
