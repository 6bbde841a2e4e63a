create or replace function steward_internal.protection_problem(protection steward.protected_tables, target regclass)
returns table (problem text, action text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with needed as (
    select
      (protection).template in ('owner', 'owner_or_organization') as owner_column,
      (protection).template in ('owner', 'owner_or_organization', 'public_read') as may_have_owner_column,
      (protection).template in ('organization', 'owner_or_organization', 'active_organization') or (protection).floor
        as organization_column,
      steward_internal.membership_of(protection) as membership
  ),
  columns as (
    select v.purpose, v.column_name, a.attname, a.attnotnull, format_type(a.atttypid, null) as type_name, v.may_be_null,
      t.typcategory in ('A', 'C') or t.typname in ('json', 'jsonb', 'xml') as is_no_key
    from (
      values
        ('owner_column', (protection).owner_column, false),
        ('organization_column', (protection).organization_column, (protection).template = 'owner_or_organization')
    ) as v (purpose, column_name, may_be_null)
    left join pg_attribute as a
      on a.attrelid = protection_problem.target
      and a.attname = v.column_name
      and a.attnum > 0
      and not a.attisdropped
    left join pg_type as t on t.oid = a.atttypid
    where v.column_name is not null
  ),
  roles as (
    select v.purpose, v.role_name, r.oid, r.rolsuper or r.rolbypassrls as sees_all,
      pg_has_role(r.oid, (select c.relowner from pg_class as c where c.oid = protection_problem.target), 'member') as may_own
    from (
      values
        ('user_role', (protection).user_role), ('anon_role', (protection).anon_role),
        ('service_role', (protection).service_role), ('admin_role', (protection).admin_role)
    ) as v (purpose, role_name)
    left join pg_roles as r on r.rolname = v.role_name
  )
  select p.problem, p.action
  from (
    select 1, format('there is no template %L', (protection).template),
      'It is one of owner, organization, owner_or_organization, active_organization, public_read, service and admin.'
    where (protection).template is null
      or (protection).template not in (
        'owner', 'organization', 'owner_or_organization', 'active_organization', 'public_read', 'service', 'admin'
      )
    union all
    select 2, format('the template %s needs the argument %s', (protection).template, v.argument), 'Name it: ' || v.example
    from needed as n
    cross join lateral (
      values
        ('owner_column', 'owner_column => ''user_id''', n.owner_column and (protection).owner_column is null),
        (
          'organization_column', 'organization_column => ''organization_id''',
          n.organization_column and (protection).organization_column is null
        ),
        (
          'membership_table', 'membership_table => ''organization_members''',
          n.organization_column and n.membership is null
        )
    ) as v (argument, example, is_missing)
    where v.is_missing
    union all
    select 3, format('the template %s does not look at %s', (protection).template, v.argument), 'Leave it out, or choose another template.'
    from needed as n
    cross join lateral (
      values
        ('an owner_column', (protection).owner_column is not null and not n.may_have_owner_column),
        ('an organization_column', (protection).organization_column is not null and not n.organization_column),
        ('write_roles', (protection).write_roles is not null and not n.organization_column)
    ) as v (argument, is_useless)
    where v.is_useless
    union all
    select 4, format('the table has no column %I', c.column_name), format('Give %s another one.', c.purpose)
    from columns as c
    where c.attname is null
    union all
    select 5, format('the column %I is of type %s, and who asks is one plain value', c.column_name, c.type_name),
      'Take a column that holds one key, as uuid, bigint or text do.'
    from columns as c
    where c.is_no_key
    union all
    select 5, format('the column %I may be null, and nobody but the service would see such rows', c.column_name),
      'Set it not null, or pass allow_null => true.'
    from columns as c
    where not c.attnotnull
      and not c.may_be_null
      and not (protection).allow_null
    union all
    select 6, format('%s has no columns user_id and org_id', n.membership), 'Make a view with the columns user_id, org_id and role, and name that.'
    from needed as n
    where n.membership is not null
      and not exists (select from steward_internal.membership_columns(n.membership))
    union all
    select 6, format('row level security of %s hides memberships from steward_resolver', n.membership),
      format(
        'Protect that table first: select protect_table(%L, ''organization'', organization_column => ''org_id'', membership_table => %L, write_roles => ''{owner}'');',
        n.membership, n.membership
      )
    from needed as n
    inner join pg_class as m on m.oid = n.membership and m.relrowsecurity
    where n.membership <> protection_problem.target
      and not exists (
        select from steward_internal.policies_in_force(n.membership) as e where 'steward_resolver' = any (e.role_names)
      )
    union all
    select 6, 'every member could become owner of an organisation', 'Say who may: write_roles => ''{owner,admin}''.'
    from needed as n
    where n.membership = protection_problem.target
      and (protection).write_roles is null
      and n.organization_column
    union all
    select 7, format('the column %I is of type %s, and that of %s is %s', c.column_name, c.type_name, n.membership, t.type_name),
      'They must agree, or no index could be used.'
    from needed as n
    cross join lateral steward_internal.membership_columns(n.membership) as m
    inner join columns as c on true
    cross join lateral (
      select case c.purpose when 'owner_column' then m.user_type else m.org_type end as type_name
    ) as t
    where t.type_name <> c.type_name
    union all
    select 8, format('memberships are read from %I.%I already', o.membership_schema, o.membership_table),
      'A database has one membership table; name a view that joins both.'
    from steward.protected_tables as o
    cross join needed as n
    where n.membership is not null
      and (o.target_schema, o.target_table) <> ((protection).target_schema, (protection).target_table)
      and (o.membership_schema, o.membership_table) <> ((protection).membership_schema, (protection).membership_table)
    union all
    select 9, format('there is no role %I', r.role_name),
      format('Create it: create role %I nologin; or name yours with %s => ''…''.', r.role_name, r.purpose)
    from roles as r
    where r.oid is null
    union all
    select 10, format('the role %I bypasses row level security', r.role_name), format('Name another one with %s => ''…''.', r.purpose)
    from roles as r
    where r.sees_all
    union all
    select 10, format('the role %I owns the table, or can become its owner, and could switch the protection off', r.role_name),
      format('Name another one with %s => ''…''. For sessions of the owner there is owner_access => true.', r.purpose)
    from roles as r
    where r.may_own
    union all
    select 11,
      case
        when r.oid = s.oid then format('%I cannot be %s and %s at once', r.role_name, r.purpose, s.purpose)
        else format('%I is a member of %I, so its users would see all rows', r.role_name, s.role_name)
      end,
      case
        when r.oid = s.oid then format('Name another one with %s => ''…''.', r.purpose)
        else format('revoke %I from %I;', s.role_name, r.role_name)
      end
    from roles as r
    inner join roles as s on s.purpose in ('service_role', 'admin_role')
    where r.purpose in ('user_role', 'anon_role')
      and pg_has_role(r.oid, s.oid, 'member')
    union all
    select 12, format('the table has policies of its own: %s', string_agg(quote_ident(e.policy_name), ', ' order by e.policy_name)),
      'Permissive policies add up, so they may show more than the template: drop them, or pass keep_policies => true.'
    from steward_internal.relation_family(protection_problem.target) as f
    cross join lateral steward_internal.policies_in_force(f.relation) as e
    where not (protection).keep_policies
      -- What lost its entry in the registry is ours all the same, and is made anew.
      and e.policy_name not like 'steward\_%'
    having count(*) > 0
    union all
    select 12, format('the policy %I that is kept is slow: %s', w.policy, w.problem),
      format('Write it anew first: select * from policy_rewrites(%L);', protection_problem.target)
    from steward.policy_rewrites(protection_problem.target) as w
    where (protection).keep_policies
      and w.policy not like 'steward\_%'
    union all
    select 13,
      format('the index on %I would lock the table of %s while it is built', i.column_name, pg_size_pretty(s.bytes)),
      format('Build it first: %s;', replace(i.statement, 'create index', 'create index concurrently'))
    from steward_internal.missing_index_statements(
      protection_problem.target, array[(protection).owner_column, (protection).organization_column]
    ) as i
    cross join lateral (
      select sum(pg_relation_size(f.relation))::bigint as bytes
      from steward_internal.relation_family(protection_problem.target) as f
    ) as s
    where s.bytes > pg_size_bytes(steward.get_setting('migration.large_table'))
  ) as p (place, problem, action)
  order by p.place
$$;

comment on function steward_internal.protection_problem(steward.protected_tables, regclass) is $doc$
Says why a table cannot be protected like this.

@param protection What the table is to be protected with.
@param target The table.
@returns Each problem, the first that is to be solved first, and what to do.
@access steward_reader
@example select v.problem from protected_tables as p cross join lateral steward_internal.protection_problem(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as v;
$doc$;

revoke all on function steward_internal.protection_problem(steward.protected_tables, regclass) from public;
