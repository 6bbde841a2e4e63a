create or replace function steward_internal.plan_retention_policies(desired jsonb)
returns table (target text, action text, differences text[], statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item jsonb;
  v_old steward.retention_policies;
  v_new steward.retention_policies;
  v_targets text[] := array[]::text[];
begin
  if jsonb_typeof(plan_retention_policies.desired) is distinct from 'array' then
    raise exception using
      errcode = '22023',
      message = 'the desired policies are not a list',
      hint = 'For example: [{"target": "public.job_queue", "age_column": "finished_at", "keep": "7 days"}]';
  end if;
  for v_item in
    select e.value from jsonb_array_elements(plan_retention_policies.desired) as e
  loop
    v_new := steward_internal.desired_retention_policy(v_item);
    target := format('%I.%I', v_new.target_schema, v_new.target_table);
    if target = any(v_targets) then
      raise exception using
        errcode = '22023',
        message = format('table %s has two policies', target),
        hint = 'A table has one policy.';
    end if;
    v_targets := v_targets || target;

    select p.*
    into v_old
    from steward.retention_policies as p
    where p.target_schema = v_new.target_schema
      and p.target_table = v_new.target_table;
    differences := case when v_old is null then '{}' else steward_internal.retention_policy_differences(v_old, v_new) end;
    action := case when v_old is null then 'create' when differences = '{}' then 'none' else 'replace' end;
    if action = 'replace' and v_old.approved_at is not null then
      differences := differences || format('approval: %s -> none', v_old.approved_by);
    end if;
    statement := case when action = 'replace' then format('select steward.drop_retention_policy(%L); ', target) else '' end
      || case when action <> 'none' then format('select %s;', steward_internal.retention_policy_call(v_item)) end;
    return next;
  end loop;

  return query
  select n.name, 'remove', array_remove(array['approval: ' || p.approved_by || ' -> none'], null),
    format('select steward.drop_retention_policy(%L);', n.name)
  from steward.retention_policies as p
  cross join lateral (values (format('%I.%I', p.target_schema, p.target_table))) as n (name)
  where n.name <> all(v_targets);
end
$$;

comment on function steward_internal.plan_retention_policies(jsonb) is $doc$
Says what would make the retention policies equal to a list.

Policies are compared as `add_retention_policy()` makes them, so that `7 days` and `1 week` are the same.

@param desired A list of objects whose keys are parameters of `add_retention_policy()`.
@returns One row for each table of the list, and for each policy that is not in it.
@error 22023 It is no list, a table is in it twice, or a policy is wrong.
@access steward_admin
@example select target, action from steward_internal.plan_retention_policies('[]');
$doc$;

revoke all on function steward_internal.plan_retention_policies(jsonb) from public;
