create or replace function steward_internal.desired_retention_policy(policy jsonb)
returns steward.retention_policies
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_call text := steward_internal.retention_policy_call(desired_retention_policy.policy);
  v_target oid := to_regclass(desired_retention_policy.policy ->> 'target');
  v_policy steward.retention_policies;
begin
  if v_target is null then
    raise exception using
      errcode = '42P01',
      message = format('table %s does not exist', desired_retention_policy.policy ->> 'target'),
      hint = 'Write its name with the schema, as in public.job_queue.';
  end if;

  delete from steward.retention_policies as p
  where to_regclass(format('%I.%I', p.target_schema, p.target_table)) = v_target;
  execute format('select %s', v_call);
  select p.*
  into v_policy
  from steward.retention_policies as p
  where to_regclass(format('%I.%I', p.target_schema, p.target_table)) = v_target;
  -- This undoes all of it, and the variable keeps its value.
  raise sqlstate 'UNDO1';
exception
  when sqlstate 'UNDO1' then
    return v_policy;
end
$$;

comment on function steward_internal.desired_retention_policy(jsonb) is $doc$
Tells what `add_retention_policy()` would make of a policy, and changes nothing.

@param policy An object whose keys are parameters of `add_retention_policy()`.
@returns The policy.
@error 22023 A key is unknown or missing, or its value cannot be read or does not fit the table.
@error 42P01 There is no such table.
@error 42501 The role does not own the table.
@access steward_admin
@example begin; create table public.kept (at timestamptz); select (steward_internal.desired_retention_policy('{"target": "public.kept", "age_column": "at", "keep": "1 week"}')).keep; rollback;
$doc$;

revoke all on function steward_internal.desired_retention_policy(jsonb) from public;
