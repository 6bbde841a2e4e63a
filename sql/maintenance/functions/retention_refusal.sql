create or replace function steward_internal.retention_refusal(policy steward.retention_policies, target oid)
returns table (outcome text, sqlstate text, message text)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies := retention_refusal.policy;
  v_problem text := steward_internal.retention_policy_problem(v_policy, retention_refusal.target);
  v_triggers text;
  v_hidden text := steward_internal.hidden_by_row_security(retention_refusal.target);
begin
  if v_problem is not null then
    return query select 'error', '22023', format('The policy does not fit the table any more: %s', v_problem);
    return;
  end if;
  v_triggers := steward_internal.untrusted_triggers(
    retention_refusal.target, steward_internal.archive_of(v_policy)
  );

  return query
  select r.outcome, null, r.message
  from (
    values
      (1, not v_policy.enabled, 'refused_guard', 'The policy is disabled.'),
      (2, v_policy.approved_at is null, 'refused_guard',
        'Nobody has approved the policy: select approve_retention_policy(' ||
        quote_literal(retention_refusal.target::regclass) || ');'),
      (3, v_policy.window_start is not null
        and steward_internal.retention_window_end(v_policy, clock_timestamp()) is null,
        'skipped_window', format('The window is from %s to %s, %s.', v_policy.window_start, v_policy.window_end, split_part(v_policy.time_zone, ', ', 1))),
      (4, v_triggers is not null, 'refused_guard',
        format('Triggers of roles that are not in the setting maintenance.trusted_roles would run: %s.', v_triggers)),
      (5, v_hidden is not null, 'refused_guard',
        format('Row level security may hide rows of %s, which would stay: let a role run this that has BYPASSRLS.', v_hidden))
  ) as r (position, is_refused, outcome, message)
  where r.is_refused
  order by r.position
  limit 1;
end
$$;

comment on function steward_internal.retention_refusal(steward.retention_policies, oid) is $doc$
Tells why a policy does not run now at all.

@param policy The policy.
@param target Its table.
@returns One row with the outcome, and an SQLSTATE if it is an error; none if the policy may run.
@access steward_operator
@example select r.* from steward.retention_policies as p cross join lateral steward_internal.retention_refusal(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as r;
$doc$;

revoke all on function steward_internal.retention_refusal(steward.retention_policies, oid) from public;
