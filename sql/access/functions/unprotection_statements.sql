create or replace function steward_internal.unprotection_statements(protection steward.protected_tables, target regclass)
returns table (statement text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with entries as (
    select u.place, u.entry ->> 'statement' as statement, (u.entry ->> 'is_shared')::boolean as is_shared,
      -- Null for a partition that is gone.
      to_regclass(u.entry ->> 'relation') as relation
    from jsonb_array_elements((protection).undo) with ordinality as u (entry, place)
  ),
  -- A partition that was detached since is still to be freed, unless it is protected by itself by now.
  relations as (
    select f.relation from steward_internal.relation_family(unprotection_statements.target) as f
    union
    select e.relation
    from entries as e
    where not e.is_shared
      and not exists (
        select from steward.protected_tables as o where o.relation = e.relation and o.relation <> unprotection_statements.target
      )
  )
  select s.statement
  from (
    select 1 as part, 0::bigint as place, format('drop policy %I on %s', e.policy_name, r.relation) as statement
    from relations as r
    cross join lateral steward_internal.policies_in_force(r.relation) as e
    where (protection).policies ? e.policy_name::text
    union all
    select 2, -e.place, e.statement
    from entries as e
    where case
      when e.is_shared then
        e.relation is not null
        and not exists (
          select
          from steward.protected_tables as o
          where (o.target_schema, o.target_table) <> ((protection).target_schema, (protection).target_table)
            and o.relation is distinct from (protection).relation
        )
      else e.relation in (select r.relation from relations as r)
    end
  ) as s
  order by s.part, s.place
$$;

comment on function steward_internal.unprotection_statements(steward.protected_tables, regclass) is $doc$
Lists what takes the protection of a table away, the last thing first.

@param protection What the table is protected with.
@param target The table.
@returns The statements in order.
@access steward_reader
@example select s.statement from protected_tables as p cross join lateral steward_internal.unprotection_statements(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as s;
$doc$;

revoke all on function steward_internal.unprotection_statements(steward.protected_tables, regclass) from public;
