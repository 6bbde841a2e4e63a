create or replace function steward_internal.low_cardinality_index_rows()
returns table (
  index_oid oid,
  column_name name,
  null_share numeric,
  distinct_count numeric,
  rarest_share numeric
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select s.indexrelid, s.column_name, s.null_share, s.distinct_count, s.rarest_share
  from steward_internal.leading_column_statistics(10485760) as s
  inner join steward_internal.user_indexes as x on x.indexrelid = s.indexrelid
  where s.distinct_count <= 3
    and s.rarest_share >= 0.05
    and abs(s.correlation) < 0.9
    and cardinality(x.indkey::smallint[]) = 1
    and not x.supports_foreign_key
$$;

comment on function steward_internal.low_cardinality_index_rows() is $doc$
Lists large indexes on a column of two or three values, none of which is rare.

@returns One row for each index that nothing rests on, with what the planner knows of its column.
@access steward_reader
@example select index_oid::regclass, distinct_count from steward_internal.low_cardinality_index_rows();
$doc$;

revoke all on function steward_internal.low_cardinality_index_rows() from public;
