create or replace function steward_internal.observer_of(protection steward.protected_tables, target regclass)
returns table (role_name name)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select o.role_name
  from unnest(array[(protection).service_role, (protection).admin_role, null]) with ordinality as o (role_name, place)
  where steward_internal.peek(o.role_name, format('select to_jsonb(true) from %s limit 1', observer_of.target)) is not null
  order by o.place
  limit 1
$$;

comment on function steward_internal.observer_of(steward.protected_tables, regclass) is $doc$
Finds somebody who sees rows of a table.

The service is asked first, then an administrator, then the caller.

@param protection What the table is protected with, or a table that refers to it.
@param target The table.
@returns The role, null for the caller; no row if nobody sees any.
@access steward_admin
@example select v.role_name from protected_tables as p cross join lateral steward_internal.observer_of(p, format('%I.%I', p.target_schema, p.target_table)::regclass) as v;
$doc$;

revoke all on function steward_internal.observer_of(steward.protected_tables, regclass) from public;
