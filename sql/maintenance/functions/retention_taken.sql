create or replace function steward_internal.retention_taken(
  policy steward.retention_policies,
  target oid,
  predicate text,
  at_most bigint
)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if (retention_taken.policy).action <> 'drop_partition' then
    return steward_internal.retention_count(retention_taken.target, retention_taken.predicate, retention_taken.at_most);
  end if;
  return (
    select coalesce(sum(steward_internal.retention_count(l.relid, 'true', retention_taken.at_most)), 0)
    from steward_internal.retention_leaves(
      retention_taken.policy, retention_taken.target, steward_internal.retention_cutoff(retention_taken.policy)
    ) as l
    where l.drops
  );
end
$$;

comment on function steward_internal.retention_taken(steward.retention_policies, oid, text, bigint) is $doc$
Counts the rows that a run would take now.

@param policy The policy.
@param target Its table.
@param predicate An expression about the row t; partitions that are dropped go whatever it says.
@param at_most Where to stop counting; null counts all.
@returns Their number.
@access steward_reader
@example select steward_internal.retention_taken(p, format('%I.%I', p.target_schema, p.target_table)::regclass, 'true', 1) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_taken(steward.retention_policies, oid, text, bigint) from public;
