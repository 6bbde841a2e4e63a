create or replace function steward_internal.retention_policy_differences(
  old_policy steward.retention_policies,
  new_policy steward.retention_policies
)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    array_agg(
      format('%s: %s -> %s', p.name, coalesce(v.old_value #>> '{}', 'none'), coalesce(v.new_value #>> '{}', 'none'))
      order by p.position
    ),
    '{}'
  )
  from steward_internal.retention_policy_parameters() as p
  cross join (
    select
      steward_internal.retention_policy_fields(retention_policy_differences.old_policy) as old_fields,
      steward_internal.retention_policy_fields(retention_policy_differences.new_policy) as new_fields
  ) as f
  cross join lateral (
    select f.old_fields -> p.name as old_value, f.new_fields -> p.name as new_value
  ) as v
  where v.old_value is distinct from v.new_value
$$;

comment on function steward_internal.retention_policy_differences(
  steward.retention_policies, steward.retention_policies
) is $doc$
Says in which fields two policies differ, who approved them apart.

@param old_policy The one.
@param new_policy The other.
@returns One text for each, such as `keep: 7 days -> 30 days`, in the order of the parameters.
@access steward_reader
@example select steward_internal.retention_policy_differences(p, p) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.retention_policy_differences(
  steward.retention_policies, steward.retention_policies
) from public;
