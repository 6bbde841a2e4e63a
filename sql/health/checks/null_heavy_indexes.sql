create or replace function steward_internal.check_null_heavy_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with examined as materialized (
    select s.* from steward_internal.leading_column_statistics(10485760) as s
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    percent.of_rows,
    format('About %s %% of the rows of %s have no %s, and index %s (about %s) holds every one of them.',
      percent.of_rows, x.table_qualified_name, quote_ident(e.column_name), x.qualified_name,
      pg_size_pretty(x.estimated_bytes)),
    advice.text,
    null,
    null,
    fix.statements,
    case when fix.statements is not null then steward_internal.index_replacement(e.indexrelid, null) end,
    jsonb_build_object(
      'table', x.table_qualified_name, 'column', e.column_name, 'index_bytes', x.estimated_bytes
    )
  from examined as e
  inner join steward_internal.user_indexes as x on x.indexrelid = e.indexrelid
  cross join lateral (select round(100 * e.null_share, 1) as of_rows) as percent
  cross join lateral (select steward_internal.index_drop_advice(e.indexrelid)) as advice (text)
  cross join lateral (
    select
      case
        when advice.text is null
          then steward_internal.index_replacement(e.indexrelid, format('%I is not null', e.column_name))
      end as statements
  ) as fix
  where e.null_share >= 0.5
  union all
  select h.*
  from steward_internal.hidden_statistics_rows(
    array(select e.indrelid from examined as e where not e.is_visible)
  ) as h
$$;

comment on function steward_internal.check_null_heavy_indexes() is $doc$
Finds large indexes whose first column is NULL in most rows.

Hardly any query looks for the rows without a value, but each of them is an entry that is written,
kept in memory and vacuumed. An index WHERE column IS NOT NULL answers all comparisons with the
column and is a fraction of the size. From 50 % on, as ruby-pg-extras and pgwatch have it, and from
10 MB on (pghero, ruby-pg-extras).

Left out are unique and partial indexes, those that a constraint, the replica identity or CLUSTER
rests on, and those of partitioned tables. The share is the one that ANALYZE last estimated.

@title Index is mostly NULLs
@category indexes
@severity info
@unit percent
@confidence estimate
@remedy If no query looks for IS NULL or sorts all rows by the column, replace the index by one WHERE column IS NOT NULL.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes; a query that looks for IS NULL cannot use the new index.
@doc https://www.postgresql.org/docs/current/indexes-partial.html
@access steward_reader
@example select * from steward_internal.check_null_heavy_indexes();
$doc$;

revoke all on function steward_internal.check_null_heavy_indexes() from public;
