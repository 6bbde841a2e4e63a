create or replace function steward_internal.extension_schema(extension name)
returns name
language sql
stable
parallel safe
strict
set search_path = pg_catalog, pg_temp
as $$
  select n.nspname
  from pg_extension as e
  inner join pg_namespace as n on n.oid = e.extnamespace
  where e.extname = extension_schema.extension
$$;

comment on function steward_internal.extension_schema(name) is $doc$
Returns the schema in which an extension is installed in this database.

@param extension Name of the extension, as in pg_extension.
@returns The schema, or null if the extension is not installed.
@access steward_reader
@example select steward_internal.extension_schema('plpgsql');
$doc$;

revoke all on function steward_internal.extension_schema(name) from public;
