create or replace function steward_internal.protection_drift()
returns table (target text, relation text, problem text, statement text)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with targets as materialized (
    select p as protection, format('%I.%I', p.target_schema, p.target_table) as name, c.oid,
      c.oid::regclass::text as relation, steward_internal.missing_column(p, c.oid) as missing_column,
      -- To read what somebody holds exclusively would be to wait.
      exists (
        select
        from steward_internal.relation_family(c.oid) as f
        inner join steward_internal.locked_relations() as l on l = f.relation
      ) as is_locked
    from steward.protected_tables as p
    left join pg_class as c on c.oid = steward_internal.protected_relation(p)
  ),
  needed as (
    select t.name, s.*, row_number() over (partition by s.statement order by t.name) as place
    from targets as t
    cross join lateral (
      select p.*
      from steward_internal.protection_statements(t.protection, t.oid) as p
      where t.oid is not null
        and not t.is_locked
        and t.missing_column is null
    ) as s
  )
  select
    s.name, s.relation::text,
    case
      when not s.is_shared and not exists (select from pg_policy as o where o.polrelid = s.relation) then 'it has no policies'
      when s.statement like 'drop policy %' or s.statement like 'create policy %' then 'a policy was dropped or changed'
      when s.statement like '% enable row level security' then 'row level security was disabled'
      when s.statement like '% force row level security' then 'row level security is not forced on the owner'
      when s.statement like '%steward_access.org_ids(%' then 'the function that looks up memberships was changed'
      when s.statement like 'revoke %' then 'a role has more privileges than its template gives'
      when s.statement like 'grant %' then 'a role lacks a privilege that its template gives'
      else 'an index is missing that a policy needs'
    end,
    s.statement
  from needed as s
  -- What several tables need is told once, of the first that needs it.
  where s.place = 1
    or not s.is_shared
  union all
  select t.name, e.relation::text, format('somebody added the policy %I, and permissive policies add up', e.policy_name),
    format('drop policy %I on %s', e.policy_name, e.relation)
  from targets as t
  cross join lateral (
    select f.relation, o.policy_name
    from steward_internal.relation_family(t.oid) as f
    cross join lateral steward_internal.policies_in_force(f.relation) as o
    where o.is_permissive
      and o.policy_name not like 'steward\_%'
  ) as e
  where not (t.protection).keep_policies
    and not t.is_locked
  union all
  -- Policies and privileges follow a renamed column: to make them anew without it would keep the users out.
  select t.name, t.relation, format('the column %I is gone, or was renamed', t.missing_column), null
  from targets as t
  where t.missing_column is not null
  union all
  select t.name, t.relation, format('the table was renamed to %s', t.relation), null
  from targets as t
  where t.relation <> t.name
  union all
  select t.name, null, 'the table is gone',
    format(
      'select steward_internal.forget_protection(p) from steward.protected_tables as p where (p.target_schema, p.target_table) = (%L, %L)',
      (t.protection).target_schema, (t.protection).target_table
    )
  from targets as t
  where t.oid is null
$$;

comment on function steward_internal.protection_drift() is $doc$
Lists how protected tables differ from what protect_table() made of them.

@returns The protected table, the relation of its family, what is wrong, and the statement that mends it.
@access steward_reader
@example select target, relation, problem from steward_internal.protection_drift();
$doc$;

revoke all on function steward_internal.protection_drift() from public;
