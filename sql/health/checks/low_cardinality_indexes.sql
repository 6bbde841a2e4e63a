create or replace function steward_internal.check_low_cardinality_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with found as materialized (
    select e.*
    from steward_internal.low_cardinality_index_rows() as e
    inner join steward_internal.index_drops() as d on d.index_oid = e.index_oid
    where d.check_id = 'low_cardinality_indexes'
  )
  select
    'index',
    x.schema_name::text,
    x.index_name::text,
    e.distinct_count,
    format('Column %I of %s has %s, the rarest in about %s %% of the rows: reading the table is '
        'cheaper than index %s (about %s).',
      e.column_name,
      x.table_qualified_name,
      case
        when e.distinct_count = 1 then 'one value'
        else format('%s values', e.distinct_count)
      end || case when e.null_share > 0 then ' and NULL' else '' end,
      round(100 * e.rarest_share, 1),
      x.qualified_name,
      pg_size_pretty(x.estimated_bytes)),
    null,
    null,
    null,
    array[format('drop index concurrently %s;', x.qualified_name)],
    case when undo.statement is not null then array[undo.statement] end,
    jsonb_build_object(
      'table', x.table_qualified_name,
      'column', e.column_name,
      'index_bytes', x.estimated_bytes,
      'scans', coalesce(pg_stat_get_numscans(e.index_oid), 0)
    )
  from found as e
  inner join steward_internal.user_indexes as x on x.indexrelid = e.index_oid
  cross join lateral (
    select steward_internal.index_statement(x.indexrelid, x.index_name, null) as statement
  ) as undo
  union all
  select h.*
  from steward_internal.hidden_statistics_rows(
    array(
      select e.indrelid
      from steward_internal.leading_column_statistics(10485760) as e
      where not e.is_visible
    )
  ) as h
$$;

comment on function steward_internal.check_low_cardinality_indexes() is $doc$
Finds large indexes on a column of two or three values, none of which is rare.

Booleans and states are the usual case. A value in every twentieth row is on nearly every page, so the
planner reads the table instead; the index only costs writes. If ANALYZE has found a value (or NULL)
in less than 5 % of the rows, the index serves at least that one and nothing is reported, nor if the
rows lie in the order of the column (correlation of 0.9 and more), because then its pages are few.

From 10 MB on. Left out are indexes of several columns, unique and partial ones, those that a
constraint, a foreign key, the replica identity or CLUSTER rests on, and those of partitioned tables.
Look at `scans` in the evidence: counts and EXISTS can still be using the index.

@title Index on a column of few values
@category indexes
@severity info
@unit values
@confidence estimate
@remedy Drop the index, or make it a partial index for the rows that queries look for.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; queries that only count or look for any row of a value can become slower.
@doc https://www.postgresql.org/docs/current/indexes-partial.html
@access steward_reader
@example select * from steward_internal.check_low_cardinality_indexes();
$doc$;

revoke all on function steward_internal.check_low_cardinality_indexes() from public;
