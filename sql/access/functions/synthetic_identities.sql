create or replace function steward_internal.synthetic_identities(protection steward.protected_tables, target regclass)
returns table (identities jsonb, script text[])
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_membership regclass := steward_internal.membership_of(protection);
  v_columns record;
  v_owner_type record;
  v_user text;
  v_org text;
begin
  select c.*
  into v_columns
  from steward_internal.membership_columns(v_membership) as c;
  select coalesce(max(a.atttypid), coalesce(to_regtype(v_columns.user_type), 'uuid')::oid) as oid, coalesce(max(a.atttypmod), -1) as modifier
  into v_owner_type
  from pg_attribute as a
  where a.attrelid = synthetic_identities.target
    and a.attname = (protection).owner_column;
  identities := '[]';
  script := '{}';
  for v_place in 1..2 loop
    v_user := steward_internal.synthetic_value(v_owner_type.oid, v_owner_type.modifier);
    v_org := steward_internal.synthetic_value(to_regtype(v_columns.org_type), -1);
    identities := identities || jsonb_build_array(
      jsonb_build_object(
        'user_id', v_user, 'org_id', v_org,
        'orgs', case when v_org is null then '[]' else jsonb_build_array(v_org) end,
        'write_orgs', case when v_org is null then '[]' else jsonb_build_array(v_org) end
      )
    );
    if v_membership is not null then
      script := script || array(
        select s
        from steward_internal.synthetic_row_statements(
          v_membership,
          jsonb_build_object('user_id', v_user, v_columns.org_column, v_org)
          || case
            when v_columns.has_role and (protection).write_roles is not null
              then jsonb_build_object('role', (protection).write_roles[1])
            else '{}'
          end
        ) as s
      );
    end if;
    -- The row may be there already, as what the membership refers to.
    if v_membership is distinct from synthetic_identities.target and not exists (
      select
      from unnest(script) as s (statement)
      where starts_with(s.statement, format('insert into %s (', synthetic_identities.target))
        and position(quote_literal(coalesce(v_org, v_user)) in s.statement) > 0
    ) then
      script := script || array(
        select s
        from steward_internal.synthetic_row_statements(
          synthetic_identities.target,
          (
            select coalesce(jsonb_object_agg(g.column_name, g.value) filter (where g.column_name is not null), '{}')
            from (
              values ((protection).owner_column, v_user), ((protection).organization_column, v_org)
            ) as g (column_name, value)
          )
        ) as s
      );
    end if;
  end loop;
  return next;
end
$$;

comment on function steward_internal.synthetic_identities(steward.protected_tables, regclass) is $doc$
Invents two users, and the statements that give a row to each.

@param protection What the table is protected with.
@param target The table.
@returns The users like those of `sample_identities()`, and the statements.
@access steward_admin
@example select s.script from protected_tables as p cross join lateral steward_internal.synthetic_identities(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as s;
$doc$;

revoke all on function steward_internal.synthetic_identities(steward.protected_tables, regclass) from public;
