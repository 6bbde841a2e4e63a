create or replace function steward_internal.forget_protection(protection steward.protected_tables)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  delete from steward.protected_tables as p
  where (p.target_schema, p.target_table) = ((protection).target_schema, (protection).target_table)
    or p.relation = (protection).relation;
  -- What other tables may need is undone with the last of them.
  update steward.protected_tables as heir
  set undo = heir.undo || (
    select coalesce(jsonb_agg(u), '[]') from jsonb_array_elements((protection).undo) as u where (u ->> 'is_shared')::boolean
  )
  where (heir.target_schema, heir.target_table) = (
    select p.target_schema, p.target_table
    from steward.protected_tables as p
    where (p.target_schema, p.target_table) <> ((protection).target_schema, (protection).target_table)
    order by 1, 2
    limit 1
  )
$$;

comment on function steward_internal.forget_protection(steward.protected_tables) is $doc$
Removes a table from the registry.

What others need as well is undone with the last of them.

@param protection What the table was protected with.
@access steward_admin
@example select steward_internal.forget_protection(p) from protected_tables as p where false;
$doc$;

revoke all on function steward_internal.forget_protection(steward.protected_tables) from public;
