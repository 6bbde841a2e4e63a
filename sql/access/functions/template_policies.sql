create or replace function steward_internal.template_policies(protection steward.protected_tables, target regclass)
returns table (
  policy_name name, role_name name, command text, is_permissive boolean, using_expression text, check_expression text
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_owner_is text;
  v_is_member text;
  v_may_write text;
  v_is_active text;
  v_read text;
  v_write text;
  v_check text;
  v_table_owner name;
  v_is_owner_session text;
  v_membership regclass;
begin
  select
    case when o.attname is not null then
      format('%I = %s', o.attname, steward_internal.claim_expression('user_id', format_type(o.atttypid, null)))
    end,
    g.is_member, g.may_write, g.is_active, pg_get_userbyid(c.relowner),
    steward_internal.membership_of(protection)
  into v_owner_is, v_is_member, v_may_write, v_is_active, v_table_owner, v_membership
  from pg_class as c
  left join pg_attribute as o on o.attrelid = c.oid and o.attname = (protection).owner_column and not o.attisdropped
  left join lateral (
    select
      steward_internal.membership_expression(a.attname, t.type_name, null) as is_member,
      steward_internal.membership_expression(a.attname, t.type_name, (protection).write_roles) as may_write,
      format('%I = %s', a.attname, steward_internal.claim_expression('org_id', t.type_name)) as is_active
    from pg_attribute as a
    cross join lateral format_type(a.atttypid, null) as t (type_name)
    where a.attrelid = c.oid
      and a.attname = (protection).organization_column
      and not a.attisdropped
  ) as g on true
  where c.oid = template_policies.target;

  case (protection).template
    when 'owner' then
      v_read := v_owner_is;
      v_write := v_owner_is;
    when 'organization' then
      v_read := v_is_member;
      v_write := v_may_write;
    when 'owner_or_organization' then
      v_read := format('%s or %s', v_owner_is, v_is_member);
      v_write := v_owner_is || case when (protection).write_roles is null then '' else ' or ' || v_may_write end;
      v_check := format('(%s) and (%I is null or %s)', v_write, (protection).organization_column, v_is_member);
    when 'active_organization' then
      v_read := v_is_active;
      v_write := v_is_active || case when (protection).write_roles is null then '' else ' and ' || v_may_write end;
    when 'public_read' then
      v_read := 'true';
      v_write := v_owner_is;
    else
      null;
  end case;
  v_check := coalesce(v_check, v_write);

  -- Inside functions and views of the owner that others use, this is still the role of the session.
  v_is_owner_session := format(
    '(select case current_setting(''role'') when ''none'' then session_user else current_setting(''role'')::name end = %L)',
    v_table_owner
  );

  return query
  select p.policy_name::name, p.role_name::name, p.command, p.is_permissive, p.using_expression, p.check_expression
  from (
    values
      (1, 'steward_user_select', (protection).user_role, 'select', true, v_read, null, v_read is not null),
      (2, 'steward_user_insert', (protection).user_role, 'insert', true, null, v_check, v_check is not null),
      (3, 'steward_user_update', (protection).user_role, 'update', true, v_write, v_check, v_check is not null),
      (4, 'steward_user_delete', (protection).user_role, 'delete', true, v_write, null, v_check is not null),
      (
        5, 'steward_user_floor', (protection).user_role, 'all', false, v_is_member, v_is_member,
        (protection).floor or (protection).template = 'active_organization'
      ),
      (6, 'steward_anon_select', (protection).anon_role, 'select', true, 'true', null, (protection).template = 'public_read'),
      (7, 'steward_service_all', (protection).service_role, 'all', true, 'true', 'true', (protection).template <> 'admin'),
      (8, 'steward_admin_all', (protection).admin_role, 'all', true, 'true', 'true', true),
      (
        9, 'steward_owner_all', v_table_owner, 'all', true,
        v_is_owner_session, v_is_owner_session,
        (protection).owner_access
      ),
      (
        10, 'steward_resolver_select', 'steward_resolver', 'select', true, 'true', null,
        v_membership = template_policies.target
      )
  ) as p (place, policy_name, role_name, command, is_permissive, using_expression, check_expression, is_wanted)
  where p.is_wanted
  order by p.place;
end
$$;

comment on function steward_internal.template_policies(steward.protected_tables, regclass) is $doc$
Writes the policies of a template: one for each role and command.

Policies of other roles never enter the plan of a query, so what a role may see beyond its users is a policy of its
own, and no condition has an `or` that would cost the others their index.

@param protection What the table is protected with.
@param target The table.
@returns The policies, with the expressions of USING and WITH CHECK.
@access steward_reader
@example select t.policy_name, t.using_expression from protected_tables as p cross join lateral steward_internal.template_policies(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as t;
$doc$;

revoke all on function steward_internal.template_policies(steward.protected_tables, regclass) from public;
