create or replace function steward_internal.retention_drops_all(policy steward.retention_policies, target oid)
returns boolean
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select count(*) > 0 and count(*) = count(l.relid)
  from pg_inherits as i
  left join steward_internal.retention_leaves(
    retention_drops_all.policy, retention_drops_all.target, steward_internal.retention_cutoff(retention_drops_all.policy)
  ) as l on l.relid = i.inhrelid and l.drops
  where i.inhparent = retention_drops_all.target
$$;

comment on function steward_internal.retention_drops_all(steward.retention_policies, oid) is $doc$
Tells whether a run would drop the last partition of a table.

@param policy The policy.
@param target Its table.
@returns True if no partition would be left.
@access steward_reader
@example select steward_internal.retention_drops_all(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_drops_all(steward.retention_policies, oid) from public;
