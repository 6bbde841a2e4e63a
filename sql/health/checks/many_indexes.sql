create or replace function steward_internal.check_many_indexes()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with counted as materialized (
    select
      x.indrelid,
      count(*) as index_count,
      sum(x.estimated_bytes) as index_bytes
    from steward_internal.user_indexes as x
    where x.indrelid in (select i.indrelid from pg_index as i group by i.indrelid having count(*) >= 16)
    group by x.indrelid
    having count(*) >= 16
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    c.index_count::numeric,
    format('%s has %s indexes: each insert, and each update that is not HOT, writes to all of them.',
      r.qualified_name, c.index_count),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table_bytes', r.estimated_bytes, 'index_bytes', c.index_bytes)
  from counted as c
  inner join steward_internal.user_relations as r on r.relid = c.indrelid
$$;

comment on function steward_internal.check_many_indexes() is $doc$
Finds tables with 16 indexes and more.

Each one is written by every insert and leaves fewer updates that can be HOT. Planning a query locks
the table and all of its indexes, and before PostgreSQL 18 a session has 16 cheap locks (the
fast path): from 16 indexes on, each query on the table takes part in the contention for the shared
lock table. Invalid indexes are left out, and the indexes of partitions are counted once, at their
parent.

@title Table has many indexes
@category indexes
@mode static
@severity info
@unit indexes
@remedy Look for those that are unused, redundant or duplicates; one index of two columns often replaces two.
@doc https://www.postgresql.org/docs/current/indexes-intro.html
@access steward_reader
@example select * from steward_internal.check_many_indexes();
$doc$;

revoke all on function steward_internal.check_many_indexes() from public;
