create or replace function steward_internal.check_expression_indexes_without_statistics()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with candidates as materialized (
    select
      x.*,
      has_table_privilege(x.indexrelid, 'select')
        and not row_security_active(x.indrelid) as is_visible
    from steward_internal.user_indexes as x
    where x.indexprs is not null
      and x.relkind = 'i'
      and not x.indisunique
      and x.table_rows >= 10000
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    null::numeric,
    format('Table %s (about %s rows) has not been analyzed since index %s was created, so nothing is known '
        'about the values of its expression.',
      x.table_qualified_name, to_char(x.table_rows, 'FM999,999,999,999,990'), x.qualified_name),
    null,
    null,
    null,
    array[format('analyze %s;', x.table_qualified_name)],
    null::text[],
    jsonb_build_object('table', x.table_qualified_name, 'estimated_rows', x.table_rows::bigint)
  from candidates as x
  where x.is_visible
    and not exists (
      select
      from pg_stats as s
      where s.schemaname = x.schema_name
        and s.tablename = x.index_name
      -- Keeps the planner from reading the statistics of all columns.
      limit 1
    )
    and exists (
      select
      from pg_attribute as a
      where a.attrelid = x.indexrelid
        and x.indkey[a.attnum - 1] = 0
        -- 0 forbids statistics; the default is null since PostgreSQL 17, -1 before.
        and coalesce(a.attstattarget, -1) <> 0
    )
  union all
  select h.*
  from steward_internal.hidden_statistics_rows(
    array(select c.indrelid from candidates as c where not c.is_visible)
  ) as h
$$;

comment on function steward_internal.check_expression_indexes_without_statistics() is $doc$
Finds indexes on expressions about whose values the planner knows nothing.

ANALYZE collects statistics of the expression, CREATE INDEX does not, and autovacuum comes only when a
tenth of the table has changed. Until then every comparison counts as 0.5 % of the table, a plan made
for that can be wrong by orders of magnitude, and the new index seems to be useless. From 10,000 rows
on. Unique indexes tell the planner enough; those of partitioned tables are left out.

@title Expression index without statistics
@category indexes
@severity warning
@remedy Analyze the table after creating an index on an expression.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ANALYZE reads a sample of the table; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/sql-createindex.html
@access steward_reader
@example select * from steward_internal.check_expression_indexes_without_statistics();
$doc$;

revoke all on function steward_internal.check_expression_indexes_without_statistics() from public;
