create or replace function steward_internal.retention_policy_defaults()
returns jsonb
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_defaults jsonb;
begin
  execute (
    select format('select jsonb_build_object(%s)', string_agg(format('%L, %s', p.name, p.default_expression), ', '))
    from steward_internal.retention_policy_parameters() as p
    where p.default_expression is not null
  ) into v_defaults;
  return v_defaults;
end
$$;

comment on function steward_internal.retention_policy_defaults() is $doc$
Tells what `add_retention_policy()` takes for the parameters that are not given.

@returns An object by the name of the parameter.
@access steward_reader
@example select steward_internal.retention_policy_defaults() ->> 'time_budget';
$doc$;

revoke all on function steward_internal.retention_policy_defaults() from public;
