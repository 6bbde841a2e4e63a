create or replace function steward.rewrite_policies(
  target regclass, identities jsonb[] default null, dry_run boolean default true
)
returns table (policy name, outcome text, compared bigint, visible bigint, different bigint, statement text, advice text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $$
declare
  v_unbound name := steward_internal.unbound_role(rewrite_policies.target);
  v_role name;
  v_rows text;
  v_policy record;
  v_outcomes jsonb := '[]'::jsonb;
  v_outcome jsonb;
begin
  perform steward_internal.assert_not_null(
    'steward.rewrite_policies', jsonb_build_object('dry_run', rewrite_policies.dry_run)
  );
  if not rewrite_policies.dry_run and not exists (
    select from pg_class as c where c.oid = rewrite_policies.target and pg_has_role(c.relowner, 'usage')
  ) then
    raise exception using
      errcode = '42501',
      message = format('%s belongs to another role', coalesce(rewrite_policies.target::text, 'null')),
      hint = 'Only the owner of a table may change its policies: set role to him, or look with dry_run => true.';
  end if;
  if v_unbound is null then
    raise exception using
      errcode = '42501',
      message = format('no role that this session can become sees all rows of %s', coalesce(rewrite_policies.target::text, 'null')),
      hint = 'Call it as the owner of the table, or as a role with a policy that says true.';
  end if;

  begin
    perform steward_internal.lend_role(v_unbound);
    v_rows := steward_internal.sample_rows(rewrite_policies.target, v_unbound, 2000);
    for v_policy in
      select w.*, case when w.statement is not null then steward_internal.policy_role(rewrite_policies.target, w.policy) end as role_name
      from steward.policy_rewrites(rewrite_policies.target) as w
    loop
      v_role := v_policy.role_name;
      if v_role is not null then
        perform steward_internal.lend_role(v_role);
      end if;
      select jsonb_build_object(
        'policy', v_policy.policy, 'statement', v_policy.statement, 'advice', nullif(v_policy.advice, ''),
        'compared', coalesce(sum(e.compared), 0), 'visible', coalesce(sum(e.passed), 0), 'different', coalesce(sum(e.different), 0),
        'outcome', case
          when v_policy.statement is null then 'left_alone'
          when v_role is null then 'not_compared'
          when sum(e.different) > 0 then 'differs'
          when coalesce(sum(e.passed), 0) = 0 then 'not_compared'
          else 'same'
        end
      )
      into v_outcome
      from steward_internal.equivalence_run(
        rewrite_policies.target, v_rows, v_role, v_unbound, rewrite_policies.identities,
        array[v_policy.using_now, v_policy.check_now], array[v_policy.using_fast, v_policy.check_fast]
      ) as e;
      v_outcomes := v_outcomes || v_outcome;
    end loop;
    -- What was compared survives in the variable, and nothing else does.
    raise sqlstate 'SWRB0';
  exception
    when sqlstate 'SWRB0' then
      null;
  end;

  for v_policy in
    select o.*
    from jsonb_to_recordset(v_outcomes) as o (
      policy name, outcome text, compared bigint, visible bigint, different bigint, statement text, advice text
    )
  loop
    policy := v_policy.policy;
    outcome := v_policy.outcome;
    compared := v_policy.compared;
    visible := v_policy.visible;
    different := v_policy.different;
    statement := v_policy.statement;
    advice := v_policy.advice;
    if outcome = 'same' and not rewrite_policies.dry_run then
      execute statement;
      outcome := 'rewritten';
    end if;
    return next;
  end loop;
end
$$;

comment on function steward.rewrite_policies(regclass, jsonb[], boolean) is $doc$
Rewrites slow policies, if both forms let the same rows through.

The new forms are those of policy_rewrites(). First an equivalence run: both forms of each condition are evaluated, as the role of the policy, on 2000 rows of the
table and on 200 that each person sees, for some people who have rows in it and for nobody; in a sub-transaction that is
rolled back, with no stronger lock than a SELECT. Only where no row differs, and at least one
was visible, ALTER POLICY follows, which locks the table for a moment. Functions that policies call are called.

@area access
@param target The table.
@param identities Claims of people to compare for, as rls_cost() takes them; null for people who are found in the table.
@param dry_run Compares and changes nothing, which is the default.
@returns One row for each policy with a problem: same or rewritten, differs, not_compared (nobody saw a row, or the policy
  is for no role that can be used: pass identities), or left_alone (there is no statement: see advice); how many rows were
  compared and visible, summed up over people.
@error 22004 dry_run is null.
@error 42501 The table belongs to another role, or the session cannot become the roles.
@access steward_admin
@example begin; create table public.notes (id bigint primary key, user_id uuid not null); select * from rewrite_policies('public.notes'); rollback;
$doc$;

revoke all on function steward.rewrite_policies(regclass, jsonb[], boolean) from public;
