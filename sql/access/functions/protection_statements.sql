create or replace function steward_internal.protection_statements(protection steward.protected_tables, target regclass)
returns table (relation regclass, statement text, undo text, is_shared boolean)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_membership regclass := steward_internal.membership_of(protection);
begin
  if v_membership is not null then
    return query
    select v_membership, s.statement, null, true from steward_internal.membership_statements(
      v_membership, array[(protection).user_role, (protection).anon_role, (protection).service_role, (protection).admin_role]
    ) as s
    union all
    select v_membership, s.statement, s.undo, true from steward_internal.resolver_statements(v_membership) as s
    union all
    select v_membership, s.statement, s.undo, true from steward_internal.missing_index_statements(v_membership, '{user_id}') as s;
  end if;
  return query
  select protection_statements.target, s.statement, s.undo, false
  from steward_internal.missing_index_statements(
    protection_statements.target, array[(protection).owner_column, (protection).organization_column]
  ) as s;
  return query
  select s.relation, s.statement, null, false
  from steward_internal.policy_statements(protection, protection_statements.target) as s;
  return query
  select s.relation, s.statement, s.undo, false
  from steward_internal.relation_family(protection_statements.target) as f
  inner join pg_class as c on c.oid = f.relation
  cross join lateral (
    values
      (
        f.relation, format('alter table %s enable row level security', f.relation),
        format('alter table %s disable row level security', f.relation), not c.relrowsecurity
      ),
      (
        f.relation, format('alter table %s force row level security', f.relation),
        format('alter table %s no force row level security', f.relation), not c.relforcerowsecurity
      )
  ) as s (relation, statement, undo, is_needed)
  where s.is_needed;
  return query
  select protection_statements.target, s.statement, null, true
  from steward_internal.request_privilege_statements(protection) as s;
  return query
  select s.relation, s.statement, s.undo, s.is_shared
  from steward_internal.privilege_statements(protection, protection_statements.target) as s;
end
$$;

comment on function steward_internal.protection_statements(steward.protected_tables, regclass) is $doc$
Lists all that has to be done until a table is protected, in order.

It compares what should be with what is: for a table that is protected it is empty, and what it lists otherwise is drift.

@param protection What the table is to be protected with.
@param target The table.
@returns The table that is changed, the statement, the one that undoes it, and whether other tables may need it too.
@access steward_reader
@example select s.statement from protected_tables as p cross join lateral steward_internal.protection_statements(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as s;
$doc$;

revoke all on function steward_internal.protection_statements(steward.protected_tables, regclass) from public;
