create or replace function steward_internal.check_duplicate_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with ranked as (
    select
      x.*,
      first_value(x.index_oid) over preference as survivor_oid,
      first_value(x.qualified_name) over preference as survivor_name,
      first_value(x.uniqueness) over preference as survivor_uniqueness,
      count(*) over (partition by x.definition) as same_count
    from steward_internal.comparable_indexes() as x
    window preference as (
      partition by x.definition
      order by x.is_needed desc, x.is_unique desc, x.is_clustered desc, x.index_oid
    )
  ),
  duplicates as materialized (
    select d.*
    from ranked as d
    where d.same_count > 1
      and d.index_oid <> d.survivor_oid
      -- A unique index also says something that its plain twin does not.
      and (not d.is_unique or d.uniqueness = d.survivor_uniqueness)
  ),
  rebuilds as materialized (
    select s.index_oid, s.statements
    from (select array_agg(d.index_oid) as index_oids from duplicates as d where not d.is_needed) as found
    cross join lateral steward_internal.index_rebuild_statements(found.index_oids) as s
  )
  select
    'index',
    d.schema_name::text,
    d.index_name::text,
    d.estimated_bytes::numeric,
    format('Index %s (about %s) is the same as %s on %s.', d.qualified_name,
      pg_size_pretty(d.estimated_bytes), d.survivor_name, d.table_name),
    case
      when d.is_needed
        then 'Both indexes have a duty (constraint or replica identity): decide which constraint can go, and drop that with ALTER TABLE.'
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    null,
    null,
    case when b.index_oid is not null then array[d.drop_statement] end,
    b.statements,
    jsonb_build_object('table', d.table_name, 'same_as', d.survivor_name)
  from duplicates as d
  left join rebuilds as b on b.index_oid = d.index_oid
$$;

comment on function steward_internal.check_duplicate_indexes() is $doc$
Finds indexes that equal another index of their table.

Equal means: access method, columns in order, operator classes, collations, sort options, expressions,
predicate, included columns and NULLS NOT DISTINCT. The index that a constraint, the replica identity or
uniqueness needs survives; the others cost writes and space and give nothing. Indexes of partitions
that belong to an index of the parent are left out, since they cannot be dropped alone.

@title Duplicate index
@category indexes
@mode static
@severity warning
@unit bytes
@confidence estimate
@remedy Drop it; the other index does all that it does.
@fix_lock SHARE UPDATE EXCLUSIVE; ACCESS EXCLUSIVE if the table is partitioned
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes, and waits for running transactions.
@doc https://www.postgresql.org/docs/current/indexes-multicolumn.html
@access steward_reader
@example select * from steward_internal.check_duplicate_indexes();
$doc$;

revoke all on function steward_internal.check_duplicate_indexes() from public;
