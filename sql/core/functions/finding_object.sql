create or replace function steward_internal.finding_object(
  object_type text,
  object_schema text,
  object_name text
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when finding_object.object_schema is null then finding_object.object_name
    -- Their names have parts: table.column, name(types), policy on table.
    when finding_object.object_type in ('column', 'function', 'procedure', 'policy')
      then format('%I.%s', finding_object.object_schema, finding_object.object_name)
    else format('%I.%I', finding_object.object_schema, finding_object.object_name)
  end
$$;

comment on function steward_internal.finding_object(text, text, text) is $doc$
Writes the object of a finding as one name, quoted where SQL needs it.

@param object_type Kind of the object.
@param object_schema Schema of the object, or null.
@param object_name Name of the object, or null.
@returns The name, or null.
@access steward_reader
@example select steward_internal.finding_object('table', 'public', 'Ta ble');
$doc$;

revoke all on function steward_internal.finding_object(text, text, text) from public;
