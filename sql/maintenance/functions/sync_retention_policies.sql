create or replace function steward.sync_retention_policies(desired jsonb, dry_run boolean default false)
returns table (target text, action text, differences text[], statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
begin
  perform steward_internal.assert_not_null(
    'steward.sync_retention_policies', jsonb_build_object('dry_run', sync_retention_policies.dry_run)
  );
  perform pg_advisory_xact_lock(20985, hashtext('retention policies'));
  for v_step in
    select p.* from steward_internal.plan_retention_policies(sync_retention_policies.desired) as p order by p.target
  loop
    if v_step.statement is not null and not sync_retention_policies.dry_run then
      execute v_step.statement;
    end if;
    return query select v_step.target, v_step.action, v_step.differences, v_step.statement;
  end loop;
end
$$;

comment on function steward.sync_retention_policies(jsonb, boolean) is $doc$
Makes the retention policies equal to a list, all or nothing.

Missing policies are created, different ones replaced, and those that are not in the list removed. What is new or
replaced has to be approved (again); what is as it should be keeps its approval. Policies are compared as
`add_retention_policy()` makes them, so `7 days` and `1 week` are the same. `pgsteward retention plan` and `apply` read
the list from a file.

@area maintenance
@param desired A list of objects whose keys are parameters of `add_retention_policy()`; tables with their schema.
@param dry_run True only lists what would be done.
@returns One row for each table: the action (create, replace, remove, none), the fields that differ, and the statement.
@error 22004 dry_run is null.
@error 22023 It is no list, a table is in it twice, a key is unknown, missing or null, or a policy does not fit its table.
@error 42P01 A table does not exist.
@error 42501 The role does not own a table.
@access steward_admin
@example begin; create table public.kept (at timestamptz); select target, action from sync_retention_policies('[{"target": "public.kept", "age_column": "at", "keep": "7 days"}]', dry_run => true); rollback;
$doc$;

revoke all on function steward.sync_retention_policies(jsonb, boolean) from public;
