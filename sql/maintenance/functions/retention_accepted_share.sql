create or replace function steward_internal.retention_accepted_share(policy steward.retention_policies)
returns numeric
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select (retention_accepted_share.policy).approved_share
  where not exists (
    select
    from steward.maintenance_steps as s
    where s.target = format('%I.%I', (retention_accepted_share.policy).target_schema, (retention_accepted_share.policy).target_table)
      and s.started_at > (retention_accepted_share.policy).approved_at
      and s.outcome in ('done', 'nothing_to_do')
  )
$$;

comment on function steward_internal.retention_accepted_share(steward.retention_policies) is $doc$
Tells which share whoever approved a policy accepted for its first run.

@param policy The policy.
@returns A share; null if none was accepted, and once a run has come to its end.
@access steward_reader
@example select steward_internal.retention_accepted_share(p) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_accepted_share(steward.retention_policies) from public;
