create or replace function steward_internal.is_uuidv7(alias name, column_name name)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format('(get_byte(uuid_send(%I.%I), 6) >> 4) = 7', is_uuidv7.alias, is_uuidv7.column_name)
$$;

comment on function steward_internal.is_uuidv7(name, name) is $doc$
Writes in SQL whether a UUID is of version 7, and so begins with its time.

@param alias The alias of the table.
@param column_name The column.
@returns An expression in SQL.
@access steward_reader
@example select steward_internal.is_uuidv7('t', 'id');
$doc$;

revoke all on function steward_internal.is_uuidv7(name, name) from public;
