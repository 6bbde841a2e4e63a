create or replace function steward_internal.retention_lag(policy steward.retention_policies, target oid)
returns interval
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set jit = off
as $$
declare
  v_policy steward.retention_policies := retention_lag.policy;
  v_cutoff timestamptz := steward_internal.retention_cutoff(v_policy);
  v_limit text := steward_internal.retention_age_limit(v_policy, retention_lag.target, v_cutoff);
  v_predicate text := steward_internal.expired_row_condition(v_policy, retention_lag.target, v_cutoff);
  v_leaf oid;
  v_oldest timestamptz;
  v_lag interval := interval '0';
begin
  for v_leaf in
    select c.oid
    from steward_internal.retention_leaves(v_policy, retention_lag.target, v_cutoff) as l
    -- An ordinary table is in no partition tree.
    left join lateral pg_partition_tree(l.relid::regclass) as p on true
    inner join pg_class as c on c.oid = coalesce(p.relid, l.relid)
    where c.relkind <> 'p'
  loop
    if steward_internal.leading_index(v_leaf, v_policy.age_column) is null then
      return null;
    end if;
    -- Conditions may let few rows go, and nobody wants to read the whole index for them.
    execute format(
      'select %s from (select * from only %s as t where %s order by t.%I limit 10000) as t where %s order by t.%4$I limit 1',
      steward_internal.retention_age_expression(v_policy, format('t.%I', v_policy.age_column)),
      v_leaf::regclass, v_limit, v_policy.age_column, v_predicate
    )
    into v_oldest;
    v_lag := greatest(v_lag, v_cutoff - v_oldest);
  end loop;
  return v_lag;
end
$$;

comment on function steward_internal.retention_lag(steward.retention_policies, oid) is $doc$
Measures how much longer than its policy says the oldest row of a table is kept.

The row is looked up in an index on the age column, among the 10,000 oldest of each table or partition.

@param policy The policy.
@param target Its table.
@returns 0 if no such row is left; null if there is no such index.
@error 55P03 The table is locked and lock_timeout is set.
@access steward_reader
@example select steward_internal.retention_lag(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_lag(steward.retention_policies, oid) from public;
