create or replace function steward_internal.check_duplicate_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with duplicates as materialized (
    select
      x.index_oid, x.table_oid, x.schema_name, x.index_name, x.qualified_name, x.table_name, x.estimated_bytes,
      x.is_needed, x.is_clustered, c.relname as survivor_index, format('%I.%I', n.nspname, c.relname) as survivor_name
    from steward_internal.index_drops() as d
    inner join steward_internal.comparable_indexes() as x on x.index_oid = d.index_oid
    inner join pg_class as c on c.oid = d.survivor_oid
    inner join pg_namespace as n on n.oid = c.relnamespace
    where d.check_id = 'duplicate_indexes'
  ),
  drops as materialized (
    select s.*
    from (select array_agg(d.index_oid) as index_oids from duplicates as d where not d.is_needed) as found
    cross join lateral steward_internal.index_drop_statements(found.index_oids) as s
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
    case
      when d.is_clustered and b.index_oid is not null
        then array[format('alter table %s cluster on %I;', d.table_name, d.survivor_index)]
    end || b.fix_sql,
    b.undo_sql,
    jsonb_build_object('table', d.table_name, 'same_as', d.survivor_name)
  from duplicates as d
  left join drops as b on b.index_oid = d.index_oid
$$;

comment on function steward_internal.check_duplicate_indexes() is $doc$
Finds indexes that equal another index of their table.

Equal means: access method, columns in order, operator classes with their parameters, collations, sort options,
expressions, predicate, included columns, NULLS NOT DISTINCT, storage parameters and tablespace: where those
differ, one may be there to replace the other, and only its maker knows which. A condition that is true of every
row counts as none. The index that a constraint, the replica identity or uniqueness needs survives, else one that
is used; the others cost writes and space and give nothing. Indexes of partitions
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
