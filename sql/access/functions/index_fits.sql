create or replace function steward_internal.index_fits(target regclass, role_name name, statement text)
returns boolean
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  select p.uses_index
  from steward_internal.plan_of(index_fits.target, index_fits.role_name, index_fits.statement) as p
$$;

comment on function steward_internal.index_fits(regclass, name, text) is $doc$
Tells whether an index could serve a statement, needed or not.

@param target The table.
@param role_name The role that the statement is for.
@param statement The statement; it is not run.
@returns True if one is used where reading the whole table is made expensive.
@access steward_admin
@example begin; select steward_internal.index_fits('steward.settings', current_user, 'select from steward.settings where name = ''x'''); rollback;
$doc$;

revoke all on function steward_internal.index_fits(regclass, name, text) from public;
