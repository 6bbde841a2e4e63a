create or replace function steward_internal.retention_policy_call(policy jsonb)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_field record;
  v_problem text;
  v_hint text;
  v_arguments text[] := array[]::text[];
begin
  if jsonb_typeof(retention_policy_call.policy) is distinct from 'object' then
    raise exception using
      errcode = '22023',
      message = format('a retention policy is an object, not %s', coalesce(retention_policy_call.policy::text, 'null')),
      hint = 'For example: {"target": "public.job_queue", "age_column": "finished_at", "keep": "7 days"}';
  end if;
  for v_field in
    select coalesce(p.name, k.name) as name, p.type, k.value, p.name is null as is_unknown,
      p.default_expression is null and coalesce(k.value, 'null') = 'null' as is_missing,
      k.value = 'null' and p.default_expression not like 'NULL%' as is_empty, p.default_expression
    from steward_internal.retention_policy_parameters() as p
    full join jsonb_each(retention_policy_call.policy) as k (name, value) on k.name = p.name
    order by p.position nulls first, k.name
  loop
    begin
      v_problem := case
        when v_field.is_unknown then format('there is no key %L', v_field.name)
        when v_field.is_missing then format('%s is missing', v_field.name)
        when v_field.is_empty then format('%s is null; its default is %s', v_field.name, v_field.default_expression)
      end;
      if v_problem is null and v_field.value is not null then
        v_arguments := v_arguments
          || format('%s => %s', v_field.name, steward_internal.retention_policy_literal(v_field.type, v_field.value));
      end if;
    exception
      when data_exception then
        v_problem := format('%s: %s', v_field.name, sqlerrm);
        get stacked diagnostics v_hint = pg_exception_hint;
    end;
    if v_problem is not null then
      raise exception using
        errcode = '22023',
        message = format('retention policy of %s: %s', coalesce(retention_policy_call.policy ->> 'target', 'no table'), v_problem),
        hint = coalesce(
          nullif(v_hint, ''),
          (
            select format('The keys are: %s.', string_agg(p.name, ', ' order by p.position))
            from steward_internal.retention_policy_parameters() as p
          )
        );
    end if;
  end loop;
  -- Here it has a unit, so it is meant.
  if not retention_policy_call.policy ? 'allow_short' and (retention_policy_call.policy ->> 'keep')::interval < interval '1 day' then
    v_arguments := v_arguments || 'allow_short => true'::text;
  end if;
  return format('steward.add_retention_policy(%s)', array_to_string(v_arguments, ', '));
end
$$;

comment on function steward_internal.retention_policy_call(jsonb) is $doc$
Writes the call of `add_retention_policy()` that makes a policy.

@param policy An object whose keys are parameters of `add_retention_policy()`.
@returns The call, with nothing in it but names of parameters and literals.
@error 22023 A key is unknown, missing or null, or its value cannot be read; the message names it.
@access steward_reader
@example select steward_internal.retention_policy_call('{"target": "public.job_queue", "age_column": "finished_at", "keep": "7 days"}');
$doc$;

revoke all on function steward_internal.retention_policy_call(jsonb) from public;
