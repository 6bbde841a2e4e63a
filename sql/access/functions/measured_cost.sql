create or replace function steward_internal.measured_cost(
  target regclass, role_name name, command text, unbound_role name, claims jsonb, seconds double precision
)
returns table (
  floor_ms double precision, policy_ms double precision, ratio numeric, runs integer,
  plan text, floor_plan text, uses_index boolean, verdict text, reason text
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policies record;
  v_read record;
  v_statements record;
  v_visible text;
  v_condition text;
  v_floor text;
  v_cost record;
  v_seen text;
  v_expected text;
begin
  if measured_cost.claims is null then
    verdict := 'sees_no_rows';
    return next;
    return;
  end if;
  perform steward_internal.assume_claims(measured_cost.claims);
  select c.* into v_policies
  from steward_internal.role_conditions(measured_cost.target, measured_cost.role_name, measured_cost.command) as c;
  if v_policies.permissive_count = 0 then
    verdict := 'denied';
    return next;
    return;
  end if;

  if measured_cost.command = 'insert' then
    return query
    select c.*, null::text
    from steward_internal.measured_insert(
      measured_cost.target, measured_cost.role_name, v_policies.check_condition, v_policies.fast_check, v_policies.tree,
      measured_cost.seconds
    ) as c;
    return;
  end if;

  select c.* into v_read
  from steward_internal.role_conditions(measured_cost.target, measured_cost.role_name, 'select') as c;
  select s.* into v_statements
  from steward_internal.cost_statements(measured_cost.target, measured_cost.role_name, measured_cost.command) as s;
  if v_statements.bare is null
    or not has_table_privilege(measured_cost.unbound_role, measured_cost.target, measured_cost.command)
    or not has_any_column_privilege(measured_cost.role_name, measured_cost.target, 'select')
  then
    verdict := 'not_tested';
    return next;
    return;
  end if;

  v_visible := steward_internal.handwritten_condition(
    measured_cost.target, measured_cost.role_name, v_read.tree, v_read.fast_condition
  );
  v_condition := v_visible;
  -- The server lets nobody update or delete what he does not see.
  if v_policies.fast_condition <> v_read.fast_condition then
    v_condition := v_visible || ' AND ' || steward_internal.handwritten_condition(
      measured_cost.target, measured_cost.role_name, v_policies.tree, v_policies.fast_condition
    );
  end if;
  v_floor := replace(v_statements.filtered, '%s', v_condition);
  select c.* into v_cost
  from steward_internal.compare_runs(
    measured_cost.target, measured_cost.unbound_role, v_floor, measured_cost.role_name, v_statements.bare, measured_cost.seconds
  ) as c;

  v_seen := (
    select r.value
    from steward_internal.rows_as(
      measured_cost.role_name, format('select count(*)::text from %s', measured_cost.target)
    ) as r (value)
  );
  v_expected := (
    select r.value
    from steward_internal.rows_as(
      measured_cost.unbound_role, format('select count(*)::text from %s where %s', measured_cost.target, v_visible)
    ) as r (value)
  );

  floor_ms := round(v_cost.floor_ms::numeric, 3);
  policy_ms := round(v_cost.policy_ms::numeric, 3);
  ratio := round((v_cost.policy_ms / nullif(v_cost.floor_ms, 0))::numeric, 2);
  runs := v_cost.runs;
  plan := v_cost.policy_plan;
  floor_plan := v_cost.floor_plan;
  uses_index := v_cost.policy_uses_index;
  reason := case
    when v_seen <> v_expected then 'what it was compared with returns other rows'
    when not v_cost.floor_uses_index and steward_internal.takes_row(
      v_condition, steward_internal.condition_facts(measured_cost.target, '') ->> 'row'
    ) then
      'a sub-select that takes a column of each row is left in it'
  end;
  verdict := case
    when v_seen = '0' and v_expected = '0' then 'sees_no_rows'
    when reason is not null then 'not_comparable'
    when not v_cost.floor_uses_index then
      case
        when steward_internal.index_fits(measured_cost.target, measured_cost.unbound_role, v_floor) then 'too_small'
        else 'no_index'
      end
    -- A few microseconds more are a large share of a look-up by key, and nothing that anybody feels.
    when ratio <= 1.1 or v_cost.policy_ms - v_cost.floor_ms <= 0.1 then 'ok'
    when not v_cost.policy_uses_index then 'loses_index'
    else 'slower'
  end;
  return next;
end
$$;

comment on function steward_internal.measured_cost(regclass, name, text, name, jsonb, double precision) is $doc$
Measures what the policies of a role cost, against a WHERE written by hand.

To be called in a sub-transaction that is rolled back.

@param target The table.
@param role_name The role that the policies are for.
@param command select, insert, update or delete.
@param unbound_role A role that sees every row, which runs the query with the WHERE.
@param claims Who asks; null if nobody is known who sees a row.
@param seconds After so long no further pair of runs is begun.
@returns One row; see rls_cost().
@access steward_admin
@example begin; select * from steward_internal.measured_cost('steward.settings', current_user, 'select', current_user, null, 0) where false; rollback;
$doc$;

revoke all on function steward_internal.measured_cost(regclass, name, text, name, jsonb, double precision) from public;
