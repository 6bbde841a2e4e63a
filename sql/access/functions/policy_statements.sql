create or replace function steward_internal.policy_statements(protection steward.protected_tables, target regclass)
returns table (relation regclass, statement text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with desired as (
    select p.*, (protection).policies -> p.policy_name::text as made
    from steward_internal.template_policies(protection, policy_statements.target) as p
  ),
  compared as (
    select
      f.relation, d.*, e.policy_name is not null as exists_already,
      -- The server writes an expression in its own way, which differs between versions in blanks and parentheses.
      coalesce(
        d.made ->> 'using' is not distinct from d.using_expression
        and d.made ->> 'check' is not distinct from d.check_expression
        and array[d.role_name] = e.role_names
        and d.command = e.command
        and d.is_permissive = e.is_permissive
        and regexp_replace(coalesce(e.using_expression, ''), '[\s()]', '', 'g')
          = regexp_replace(coalesce(d.made ->> 'using_stored', ''), '[\s()]', '', 'g')
        and regexp_replace(coalesce(e.check_expression, ''), '[\s()]', '', 'g')
          = regexp_replace(coalesce(d.made ->> 'check_stored', ''), '[\s()]', '', 'g'),
        false
      ) as is_in_force
    from steward_internal.relation_family(policy_statements.target) as f
    cross join desired as d
    left join lateral steward_internal.policies_in_force(f.relation) as e on e.policy_name = d.policy_name
  )
  select c.relation, format('drop policy %I on %s', c.policy_name, c.relation)
  from compared as c
  where c.exists_already
    and not c.is_in_force
  union all
  select f.relation, format('drop policy %I on %s', e.policy_name, f.relation)
  from steward_internal.relation_family(policy_statements.target) as f
  cross join lateral steward_internal.policies_in_force(f.relation) as e
  where e.policy_name like 'steward\_%'
    and not exists (select from desired as d where d.policy_name = e.policy_name)
  union all
  select
    c.relation,
    format(
      'create policy %I on %s as %s for %s to %I', c.policy_name, c.relation,
      case when c.is_permissive then 'permissive' else 'restrictive' end, c.command, c.role_name
    )
    || coalesce(' using (' || c.using_expression || ')', '')
    || coalesce(' with check (' || c.check_expression || ')', '')
  from compared as c
  where not c.is_in_force
$$;

comment on function steward_internal.policy_statements(steward.protected_tables, regclass) is $doc$
Lists what gives a table and its partitions the policies of a template.

@param protection What the table is to be protected with.
@param target The table.
@returns What has to be done, in order; nothing where the policies are in force.
@access steward_reader
@example select s.statement from protected_tables as p cross join lateral steward_internal.policy_statements(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as s;
$doc$;

revoke all on function steward_internal.policy_statements(steward.protected_tables, regclass) from public;
