create or replace function steward_internal.retention_leaves(
  policy steward.retention_policies,
  target oid,
  cutoff timestamptz
)
returns table (relid oid, drops boolean)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with partitions as (
    select p.*, p.is_expired and steward_internal.drops_partitions(retention_leaves.policy, retention_leaves.target) as drops
    from steward_internal.expired_partitions(
      retention_leaves.policy, retention_leaves.target, retention_leaves.cutoff
    ) as p
  )
  select p.relid, true
  from partitions as p
  where p.drops
  union all
  select leaf.relid::oid, false
  from partitions as p
  cross join lateral pg_partition_tree(p.relid::regclass) as leaf
  inner join pg_class as c on c.oid = leaf.relid
  where not p.drops
    and not p.is_fresh
    and (retention_leaves.policy).action <> 'drop_partition'
    and leaf.isleaf
    and c.relkind = 'r'
  union all
  select c.oid, false
  from pg_class as c
  where c.oid = retention_leaves.target
    and c.relkind = 'r'
$$;

comment on function steward_internal.retention_leaves(steward.retention_policies, oid, timestamptz) is $doc$
Lists where the rows of a table are that a policy may let go.

Partitions that cannot have such rows are left out, and so are foreign tables.

@param policy The policy.
@param target Its table.
@param cutoff Rows from before this moment go.
@returns Tables and leaf partitions, and whether they are dropped as a whole.
@access steward_reader
@example select x.* from steward.retention_policies as p cross join lateral steward_internal.retention_leaves(p, format('%I.%I', p.target_schema, p.target_table)::regclass, now() - p.keep) as x;
$doc$;

revoke all on function steward_internal.retention_leaves(steward.retention_policies, oid, timestamptz) from public;
