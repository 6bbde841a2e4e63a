create or replace function steward_internal.finding_name(
  check_id text,
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
  select concat_ws(
    ':', finding_name.check_id,
    steward_internal.finding_object(
      finding_name.object_type, finding_name.object_schema, finding_name.object_name
    )
  )
$$;

comment on function steward_internal.finding_name(text, text, text, text) is $doc$
Names a finding as `check_id:object`, as patterns of `ignore_finding()` do.

@param check_id The check.
@param object_type Kind of the object.
@param object_schema Schema of the object, or null.
@param object_name Name of the object, or null.
@returns The name.
@access steward_reader
@example select steward_internal.finding_name('invalid_indexes', 'index', 'public', 'Ta ble');
$doc$;

revoke all on function steward_internal.finding_name(text, text, text, text) from public;
