create or replace function steward_internal.partition_retention_problem(
  policy steward.retention_policies,
  target oid
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when p.partrelid is null then 'The table is not partitioned.'
    when p.partstrat <> 'r' then 'The table is not partitioned by RANGE.'
    when p.partnatts <> 1 or a.attname is distinct from (partition_retention_problem.policy).age_column
      then format('The table is not partitioned by the column %I alone.', (partition_retention_problem.policy).age_column)
    when (partition_retention_problem.policy).conditions <> '[]'
      or (partition_retention_problem.policy).keep_last is not null
      or (partition_retention_problem.policy).keep_rows is not null
      or (partition_retention_problem.policy).max_rows is not null
      then 'A partition goes as a whole: conditions, keep_rows, keep_last and max_rows do not fit drop_partition.'
  end
  from (values (partition_retention_problem.target)) as t (relid)
  left join pg_partitioned_table as p on p.partrelid = t.relid
  left join pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
$$;

comment on function steward_internal.partition_retention_problem(steward.retention_policies, oid) is $doc$
Tells why the partitions of a table cannot be dropped by age.

@param policy The policy.
@param target Its table.
@returns A sentence; null if they can.
@access steward_reader
@example select steward_internal.partition_retention_problem(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.partition_retention_problem(steward.retention_policies, oid) from public;
