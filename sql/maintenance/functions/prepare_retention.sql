create or replace function steward_internal.prepare_retention(
  run steward_internal.retention_run,
  deadline timestamptz,
  in_window_only boolean default true
)
returns steward_internal.retention_run
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run steward_internal.retention_run := prepare_retention.run;
  v_policy steward.retention_policies;
  v_cutoff timestamptz;
  v_share record;
begin
  perform steward_internal.assert_retention_target(v_run.target);
  v_policy := steward_internal.retention_policy_of(v_run.target);
  v_run.policy := v_policy;
  if not prepare_retention.in_window_only then
    v_policy.window_start := null;
    v_policy.window_end := null;
  end if;
  select r.outcome, r.sqlstate, r.message
  into v_run.outcome, v_run.sqlstate, v_run.message
  from steward_internal.retention_refusal(v_policy, v_run.target) as r;
  if v_run.outcome is not null then
    return v_run;
  end if;

  v_run.owner_name := (
    select r.rolname from pg_class as c inner join pg_roles as r on r.oid = c.relowner where c.oid = v_run.target
  );
  v_run.deadline := least(
    prepare_retention.deadline,
    clock_timestamp() + v_policy.time_budget,
    steward_internal.retention_window_end(v_policy, clock_timestamp())
  );
  v_cutoff := steward_internal.retention_cutoff(v_policy);
  v_run.age_limit := steward_internal.retention_age_limit(v_policy, v_run.target, v_cutoff);
  v_run.predicate := steward_internal.expired_row_condition(v_policy, v_run.target, v_cutoff);
  select
    coalesce(array_agg(l.relid) filter (where l.drops), '{}'),
    coalesce(array_agg(l.relid) filter (where not l.drops), '{}')
  into v_run.expired_partitions, v_run.leaves
  from steward_internal.retention_leaves(v_policy, v_run.target, v_cutoff) as l;

  select s.row_limit, s.is_exceeded
  into v_share
  from steward_internal.retention_share_limit(v_policy, v_run.target, v_run.predicate) as s;
  v_run.share_limit := v_share.row_limit;
  v_run.row_limit := v_policy.max_rows;
  if v_share.is_exceeded then
    v_run.outcome := 'refused_guard';
    v_run.message := steward_internal.retention_share_message(v_policy, v_run.target) || '.';
  end if;
  return v_run;
end
$$;

comment on function steward_internal.prepare_retention(steward_internal.retention_run, timestamptz, boolean) is $doc$
Looks whether a policy may run now, and where its rows are.

@param run The run, with its target.
@param deadline When the run has to end; null means when its time budget is over.
@param in_window_only Whether the window of the policy counts.
@returns The run; with an outcome if it ends at once.
@error SW013 The table has no retention policy.
@error 42501 The role does not have the privileges of the owner of the table.
@access steward_operator
@example select steward_internal.prepare_retention(r, null) from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.prepare_retention(steward_internal.retention_run, timestamptz, boolean) from public;
