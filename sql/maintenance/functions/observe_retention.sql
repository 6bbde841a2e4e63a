create or replace function steward_internal.observe_retention(policy steward.retention_policies)
returns table (target oid, lag interval, expired_rows double precision, withheld text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
as $$
declare
  v_policy steward.retention_policies := observe_retention.policy;
  v_predicate text;
begin
  target := to_regclass(format('%I.%I', v_policy.target_schema, v_policy.target_table));
  if target is null then
    withheld := 'gone: the table was dropped or renamed';
    return next;
    return;
  elsif exists (select from steward_internal.locked_relations() as l (relid) where l.relid = observe_retention.target) then
    withheld := 'lock: another session holds a lock on the table';
    return next;
    return;
  end if;

  begin
    withheld := 'policy: ' || steward_internal.retention_policy_problem(v_policy, target);
    if withheld is null then
      v_predicate := steward_internal.retention_predicate(v_policy, target, steward_internal.retention_cutoff(v_policy));
      lag := steward_internal.retention_lag(v_policy, target);
      expired_rows := (select e.expired_rows from steward_internal.retention_estimate(target, v_predicate) as e);
    end if;
  exception
    when insufficient_privilege then
      withheld := 'privilege: ' || sqlerrm;
    when lock_not_available then
      withheld := 'lock: another session holds a lock on the table';
  end;
  return next;
end
$$;

comment on function steward_internal.observe_retention(steward.retention_policies) is $doc$
Measures how far a table is behind its retention policy.

@param policy The policy.
@returns One row: the lag as `retention_lag()` measures it, the planner's estimate of the rows that should be gone, or why neither is known.
@access steward_reader
@example select o.* from steward.retention_policies as p cross join lateral steward_internal.observe_retention(p) as o;
$doc$;

revoke all on function steward_internal.observe_retention(steward.retention_policies) from public;
