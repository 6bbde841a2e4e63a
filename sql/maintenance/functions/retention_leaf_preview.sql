create or replace function steward_internal.retention_leaf_preview(
  policy steward.retention_policies,
  leaf oid,
  drops boolean,
  predicate text
)
returns table (
  strategy text,
  because text,
  total_rows bigint,
  expired_rows bigint,
  is_estimate boolean,
  oldest timestamptz,
  newest timestamptz
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  v_estimate record;
begin
  select e.* into v_estimate from steward_internal.retention_estimate(retention_leaf_preview.leaf, retention_leaf_preview.predicate) as e;
  -- Of a large table nobody wants to wait for the exact number.
  is_estimate := (
    select sum(pg_relation_size(part.relid)) >= pg_size_bytes(steward.get_setting('maintenance.count_limit'))
    from (
      select retention_leaf_preview.leaf
      union
      -- What is dropped as a whole may be partitioned itself.
      select p.relid from pg_partition_tree(retention_leaf_preview.leaf::regclass) as p
    ) as part (relid)
  );
  if is_estimate then
    total_rows := v_estimate.total_rows::bigint;
    expired_rows := v_estimate.expired_rows::bigint;
  else
    execute format(
      'select count(*), count(*) filter (where x.is_expired), min(x.at) filter (where x.is_expired), '
      'max(x.at) filter (where x.is_expired) from (select %s as at, (%s) is true as is_expired from %s as t) as x',
      steward_internal.retention_age_expression(
        retention_leaf_preview.policy, format('t.%I', (retention_leaf_preview.policy).age_column)
      ),
      retention_leaf_preview.predicate, retention_leaf_preview.leaf::regclass
    )
    into total_rows, expired_rows, oldest, newest;
  end if;
  select s.strategy, s.because
  into strategy, because
  from steward_internal.retention_strategy(
    retention_leaf_preview.policy, retention_leaf_preview.leaf, retention_leaf_preview.drops,
    expired_rows / greatest(total_rows, 1)::double precision
  ) as s;
  return next;
end
$$;

comment on function steward_internal.retention_leaf_preview(steward.retention_policies, oid, boolean, text) is $doc$
Counts what a policy would let go in one table or partition, and how.

@param policy The policy.
@param leaf The table or partition.
@param drops Whether it would be dropped as a whole.
@param predicate Which rows go, as an expression about the row t.
@returns One row; from the setting `maintenance.count_limit` on with the estimates of the planner.
@access steward_reader
@example select v.* from steward.retention_policies as p cross join lateral steward_internal.retention_leaf_preview(p, format('%I.%I', p.target_schema, p.target_table)::regclass, false, 'false') as v;
$doc$;

revoke all on function steward_internal.retention_leaf_preview(steward.retention_policies, oid, boolean, text) from public;
