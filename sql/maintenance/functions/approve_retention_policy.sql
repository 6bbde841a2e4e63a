create or replace function steward.approve_retention_policy(target regclass)
returns steward.retention_policies
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies;
  v_problem text;
begin
  perform steward_internal.assert_retention_target(approve_retention_policy.target);
  v_policy := steward_internal.retention_policy_of(approve_retention_policy.target);
  v_problem := steward_internal.retention_policy_problem(v_policy, approve_retention_policy.target);
  if v_problem is not null then
    raise exception using
      errcode = '22023',
      message = format('the retention policy does not fit table %s any more', approve_retention_policy.target),
      detail = v_problem,
      hint = format('select drop_retention_policy(%L); and add it anew', approve_retention_policy.target);
  end if;

  update steward.retention_policies as p
  set approved_at = now(),
    approved_by = session_user
  where p.target_schema = v_policy.target_schema
    and p.target_table = v_policy.target_table
  returning p.* into v_policy;
  return v_policy;
end
$$;

comment on function steward.approve_retention_policy(regclass) is $doc$
Lets a retention policy work from now on.

Look at `preview_retention()` before. Who approved and when is kept in the policy.

@area maintenance
@param target The table.
@returns The policy.
@error 42P01 The target is null, or the table was dropped.
@error SW013 The table has no retention policy.
@error 22023 The policy does not fit the table any more.
@error 42501 The role does not have the privileges of the owner of the table.
@access steward_admin
@example begin; create table public.kept (at timestamptz); select add_retention_policy('public.kept', 'at', '7 days'); select approved_by from approve_retention_policy('public.kept'); rollback;
$doc$;

revoke all on function steward.approve_retention_policy(regclass) from public;
