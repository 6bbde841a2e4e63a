create or replace function steward_internal.find_relation(name text, search_path text)
returns oid
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_relation oid;
begin
  perform set_config('search_path', find_relation.search_path, true);
  v_relation := pg_catalog.to_regclass(find_relation.name);
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  return v_relation;
end
$$;

comment on function steward_internal.find_relation(text, text) is $doc$
Finds a relation where a search_path would.

@param name The name as it is in a statement.
@param search_path Where it is looked for.
@returns Its OID; null if there is none.
@access steward_reader
@example select steward_internal.find_relation('migration_log', 'public, steward')::regclass as relation;
$doc$;

revoke all on function steward_internal.find_relation(text, text) from public;
