create or replace function steward.approve_retention_policy(target regclass, accept_share numeric default null)
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
  if approve_retention_policy.accept_share <= 0 or approve_retention_policy.accept_share > 1 then
    raise exception using
      errcode = '22023',
      message = format('accept_share is %s', approve_retention_policy.accept_share),
      hint = 'It is a share of the table, more than 0 and at most 1.';
  end if;
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
    approved_by = session_user,
    approved_share = approve_retention_policy.accept_share
  where p.target_schema = v_policy.target_schema
    and p.target_table = v_policy.target_table
  returning p.* into v_policy;
  perform steward_internal.assert_accepted_share(v_policy, approve_retention_policy.target);
  return v_policy;
end
$$;

comment on function steward.approve_retention_policy(regclass, numeric) is $doc$
Lets a retention policy work from now on.

Look at `preview_retention()` before. Who approved and when is kept in the policy. Where the first run would take more
of the table than max_share (0.8), or its last partition, this is refused until accept_share says that it is meant.

@area maintenance
@param target The table.
@param accept_share The share of the table that the first run may take: 1 for all of it; null for no more than max_share.
@returns The policy.
@error 42P01 The target is null, or the table was dropped.
@error SW013 The table has no retention policy.
@error SW020 The first run would take more than max_share and accept_share.
@error 22023 The policy does not fit the table any more, or accept_share is no share.
@error 42501 The role does not have the privileges of the owner of the table.
@access steward_admin
@example begin; create table public.kept (at timestamptz); select add_retention_policy('public.kept', 'at', '7 days'); select approved_by from approve_retention_policy('public.kept'); rollback;
$doc$;

revoke all on function steward.approve_retention_policy(regclass, numeric) from public;
