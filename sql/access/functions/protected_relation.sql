create or replace function steward_internal.protected_relation(protection steward.protected_tables)
returns oid
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (
      select c.oid
      from pg_class as c
      where c.oid = (protection).relation
        and c.relkind in ('r', 'p')
        -- A dump brings oids of another server along.
        and exists (select from pg_policy as o where o.polrelid = c.oid and (protection).policies ? o.polname::text)
    ),
    to_regclass(format('%I.%I', (protection).target_schema, (protection).target_table))
  )
$$;

comment on function steward_internal.protected_relation(steward.protected_tables) is $doc$
Finds the table that a row of the registry is about, renamed or not.

@param protection What the table is protected with.
@returns Its oid; null if it is gone.
@access steward_reader
@example select target_table, steward_internal.protected_relation(p) from protected_tables as p;
$doc$;

revoke all on function steward_internal.protected_relation(steward.protected_tables) from public;
