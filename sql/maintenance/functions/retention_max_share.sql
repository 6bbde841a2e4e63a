create or replace function steward_internal.retention_max_share(policy steward.retention_policies)
returns numeric
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
    coalesce((retention_max_share.policy).max_share, 0.8),
    steward_internal.retention_accepted_share(retention_max_share.policy)
  )
$$;

comment on function steward_internal.retention_max_share(steward.retention_policies) is $doc$
Tells which share of its table a policy may take in one run.

Until a run has come to its end, whoever approved the policy may have accepted more. Later runs take what became too
old since the last one; more than 0.8 of the table is then a clock that jumped or an age column filled wrongly.

@param policy The policy.
@returns A share, at most 1.
@access steward_reader
@example select steward_internal.retention_max_share(p) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_max_share(steward.retention_policies) from public;
