create or replace function steward_internal.sample_identities(
  protection steward.protected_tables, target regclass, observer name
)
returns jsonb
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_membership regclass := steward_internal.membership_of(protection);
  v_columns record;
  v_pair text := 'select jsonb_build_array(a.v, b.v) from (select t.%1$I as v from %2$s as t where t.%1$I is not null limit 1) as a '
    'left join lateral (select t.%1$I as v from %2$s as t where t.%1$I <> a.v limit 1) as b on true';
  v_owners jsonb;
  v_orgs jsonb;
  v_members jsonb;
  v_reader name;
  v_users jsonb;
  v_identities jsonb;
begin
  if (protection).template in ('service', 'admin') or (protection).template = 'public_read' and (protection).owner_column is null then
    return jsonb_build_array(
      jsonb_build_object('user_id', gen_random_uuid(), 'orgs', '[]'::jsonb, 'write_orgs', '[]'::jsonb),
      jsonb_build_object('user_id', gen_random_uuid(), 'orgs', '[]'::jsonb, 'write_orgs', '[]'::jsonb)
    );
  end if;
  select c.*
  into v_columns
  from steward_internal.membership_columns(v_membership) as c;
  if (protection).owner_column is not null then
    v_owners := steward_internal.peek(
      sample_identities.observer, format(v_pair, (protection).owner_column, sample_identities.target)
    );
  end if;
  if v_membership is not null then
    v_reader := case
      when steward_internal.peek('steward_resolver', format('select to_jsonb(true) from %s limit 1', v_membership)) is not null
        then 'steward_resolver'
      else sample_identities.observer
    end;
    v_orgs := steward_internal.peek(
      sample_identities.observer, format(v_pair, (protection).organization_column, sample_identities.target)
    );
    -- Somebody of each organisation who is not in the other one, and may write if anybody may.
    select jsonb_agg(
      steward_internal.peek(
        v_reader,
        format(
          'select to_jsonb(m.user_id) from %1$s as m where m.%2$I = %3$L and not exists '
          '(select from %1$s as o where o.user_id = m.user_id and o.%2$I = %4$L) order by %5$s desc limit 1',
          v_membership, v_columns.org_column, v_orgs ->> g.own, v_orgs ->> g.other,
          case
            when v_columns.has_role and (protection).write_roles is not null
              then format('m.role::text = any (%L)', (protection).write_roles)
            else 'true'
          end
        )
      )
      order by g.own
    )
    into v_members
    from (values (0, 1), (1, 0)) as g (own, other);
  end if;

  for v_users in
    select c.users
    from (values (1, v_members), (2, v_owners)) as c (place, users)
    where c.users ->> 0 <> c.users ->> 1
    order by c.place
  loop
    select jsonb_agg(
      jsonb_build_object(
        'user_id', u.user_id,
        'org_id', coalesce(case when o.orgs ? (v_orgs ->> (u.place - 1)::integer) then v_orgs ->> (u.place - 1)::integer end, o.orgs ->> 0),
        'orgs', coalesce(o.orgs, '[]'), 'write_orgs', coalesce(o.write_orgs, '[]')
      )
      order by u.place
    )
    into v_identities
    from jsonb_array_elements_text(v_users) with ordinality as u (user_id, place)
    cross join lateral (
      select r.found -> 'orgs' as orgs, r.found -> 'write_orgs' as write_orgs
      from (
        select steward_internal.peek(
          v_reader,
          format(
            'select jsonb_build_object(''orgs'', jsonb_agg(m.%1$I::text), ''write_orgs'', coalesce(jsonb_agg(m.%1$I::text) '
            'filter (where %4$s), ''[]'')) from %2$s as m where m.user_id = %3$L having count(*) > 0',
            v_columns.org_column, v_membership, u.user_id,
            case
              when (protection).write_roles is null then 'true'
              when v_columns.has_role then format('m.role::text = any (%L)', (protection).write_roles)
              else 'false'
            end
          )
        ) as found
        where v_membership is not null
      ) as r
      right join (values (1)) as one (row) on true
    ) as o;
    if (
      select bool_and(
        steward_internal.peek(
          sample_identities.observer,
          format(
            'select to_jsonb(true) where exists (select from %1$s where %2$s) and exists (select from %1$s where (%2$s) is not true)',
            sample_identities.target, case (protection).template when 'public_read' then v.may_write else v.may_read end
          )
        ) is not null
      )
      from jsonb_array_elements(v_identities) as i
      cross join lateral steward_internal.template_truth(
        protection, i || '{"kind": "user"}',
        quote_ident((protection).owner_column), quote_ident((protection).organization_column)
      ) as v
    ) then
      return v_identities;
    end if;
  end loop;
  return null;
end
$$;

comment on function steward_internal.sample_identities(steward.protected_tables, regclass, name) is $doc$
Finds two users in the rows of a table who see different ones.

@param protection What the table is protected with.
@param target The table.
@param observer A role that sees all rows; null for the caller.
@returns An array of two: user_id, org_id, and the organisations in which they read and write; null if there are no two.
@access steward_admin
@example select steward_internal.sample_identities(p, format('%I.%I', p.target_schema, p.target_table)::regclass, null) from protected_tables as p;
$doc$;

revoke all on function steward_internal.sample_identities(steward.protected_tables, regclass, name) from public;
