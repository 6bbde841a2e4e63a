create or replace function steward_internal.record_protection(
  protection steward.protected_tables, target regclass, added_undo jsonb
)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  -- It may have had another name.
  delete from steward.protected_tables as t
  where t.relation = (protection).relation
    and (t.target_schema, t.target_table) <> ((protection).target_schema, (protection).target_table);
  with made as (
    select jsonb_object_agg(
      w.policy_name,
      jsonb_build_object(
        'using', w.using_expression, 'check', w.check_expression,
        'using_stored', e.using_expression, 'check_stored', e.check_expression
      )
    ) as policies
    from steward_internal.template_policies(protection, record_protection.target) as w
    inner join steward_internal.policies_in_force(record_protection.target) as e using (policy_name)
  )
  insert into steward.protected_tables as t
  select p.*
  from made as m
  cross join lateral jsonb_populate_record(
    protection, jsonb_build_object('policies', m.policies, 'undo', (protection).undo || record_protection.added_undo)
  ) as p
  on conflict (target_schema, target_table) do update
  set
    template = excluded.template, owner_column = excluded.owner_column, organization_column = excluded.organization_column,
    membership_schema = excluded.membership_schema, membership_table = excluded.membership_table,
    write_roles = excluded.write_roles, floor = excluded.floor, allow_null = excluded.allow_null,
    keep_policies = excluded.keep_policies, owner_access = excluded.owner_access, user_role = excluded.user_role,
    anon_role = excluded.anon_role, service_role = excluded.service_role, admin_role = excluded.admin_role,
    policies = excluded.policies, undo = excluded.undo, protected_at = excluded.protected_at,
    protected_by = excluded.protected_by, relation = excluded.relation
$$;

comment on function steward_internal.record_protection(steward.protected_tables, regclass, jsonb) is $doc$
Writes down what a table is protected with.

The policies are recorded as the server stored them, so that a change can be seen.

@param protection What the table is protected with now.
@param target The table.
@param added_undo What undoes the statements that were run just now.
@access steward_admin
@example select steward_internal.record_protection(p, format('%I.%I', p.target_schema, p.target_table)::regclass, '[]') from protected_tables as p where false;
$doc$;

revoke all on function steward_internal.record_protection(steward.protected_tables, regclass, jsonb) from public;
