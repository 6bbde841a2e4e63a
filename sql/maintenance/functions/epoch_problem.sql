create or replace function steward_internal.epoch_problem(policy steward.retention_policies, target oid)
returns text[]
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy steward.retention_policies := epoch_problem.policy;
  v_floor bigint := steward_internal.smallest_epoch(v_policy.age_kind);
  v_least numeric;
  v_largest numeric;
begin
  if v_floor is null then
    return array[]::text[];
  end if;
  execute format('select min(t.%1$I), max(t.%1$I) from %2$s as t', v_policy.age_column, epoch_problem.target::regclass)
  into v_least, v_largest;
  return array_remove(array[
    case
      when v_least < v_floor then format(
        'Column %I holds %s, which in %s is before 1973: such rows stay. Say in age_kind what it counts.',
        v_policy.age_column, v_least, replace(v_policy.age_kind, 'epoch_', '')
      )
    end,
    case
      -- The year 5138 in the one unit is 1973 in the next.
      when v_largest >= v_floor * 1000 then format(
        'Column %I holds %s, which in %s is after 5000: such rows stay. Say in age_kind what it counts.',
        v_policy.age_column, v_largest, replace(v_policy.age_kind, 'epoch_', '')
      )
    end
  ], null);
end
$$;

comment on function steward_internal.epoch_problem(steward.retention_policies, oid) is $doc$
Tells which numbers of an age column cannot be of the unit that its policy says.

@param policy The policy.
@param target Its table.
@returns Sentences; none if all numbers can be moments.
@access steward_reader
@example select steward_internal.epoch_problem(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.epoch_problem(steward.retention_policies, oid) from public;
