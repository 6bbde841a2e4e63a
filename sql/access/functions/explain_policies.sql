create or replace function steward_internal.explain_policies(target regclass, record jsonb, actor jsonb)
returns table (
  command text, part text, policy name, roles name[], permissive boolean, applies boolean, passes boolean, condition text, refused_by text[]
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy record;
  v_terms text[];
  v_results jsonb;
begin
  for v_policy in
    select
      p.*, c.command_name, c.part_name, f.relname,
      case when c.part_name = 'check' then coalesce(p.check_expression, p.using_expression) else p.using_expression end as expression,
      exists (
        select
        from pg_policy as o
        cross join lateral unnest(o.polroles) as r (role_oid)
        where o.polrelid = f.oid
          and o.polname = p.policy_name
          and (r.role_oid = 0 or pg_has_role(actor ->> 'role', r.role_oid, 'USAGE'))
      ) as is_for_role
    from steward_internal.policies_in_force(explain_policies.target) as p
    inner join pg_class as f on f.oid = explain_policies.target
    inner join (
      values (1, 'select', 'using'), (2, 'insert', 'check'), (3, 'update', 'using'), (4, 'update', 'check'), (5, 'delete', 'using')
    ) as c (place, command_name, part_name) on p.command in (c.command_name, 'all')
    order by c.place, not p.is_permissive, p.policy_name
  loop
    command := upper(v_policy.command_name);
    part := v_policy.part_name;
    policy := v_policy.policy_name;
    roles := v_policy.role_names;
    permissive := v_policy.is_permissive;
    applies := v_policy.is_for_role;
    condition := v_policy.expression;
    passes := null;
    refused_by := null;
    -- A policy without a condition lets nothing through.
    if applies and condition is not null then
      v_terms := steward_internal.condition_terms(condition);
      v_results := steward_internal.peek(
        null,
        format(
          'select jsonb_build_array(%s) from jsonb_populate_record(null::%s, %L) as %I',
          (select string_agg(format('coalesce((%s), false)', t), ', ') from unnest(v_terms) as t),
          explain_policies.target, explain_policies.record, v_policy.relname
        ),
        steward_internal.identity_script(actor)
      );
      passes := (select bool_and(r::text = 'true') from jsonb_array_elements(v_results) as r);
      refused_by := nullif(
        array(
          select t.term
          from unnest(v_terms) with ordinality as t (term, place)
          where v_results -> (t.place - 1)::integer is distinct from 'true'
          order by t.place
        ),
        '{}'
      );
    end if;
    return next;
  end loop;
end
$$;

comment on function steward_internal.explain_policies(regclass, jsonb, jsonb) is $doc$
Evaluates each policy of a table on one row, as somebody.

@param target The table.
@param record The row.
@param actor Who: role, user_id and org_id.
@returns One row for each policy and part of a command; passes is null if the policy does not apply or its condition cannot be evaluated.
@access steward_admin
@example select v.policy from steward_internal.explain_policies('steward.settings', '{}', '{"role": "steward_reader"}') as v;
$doc$;

revoke all on function steward_internal.explain_policies(regclass, jsonb, jsonb) from public;
