create or replace function steward_internal.skipped_row(
  reason text,
  detail text,
  action text,
  object_type text default null,
  object_schema text default null,
  object_name text default null
)
returns steward_internal.check_row
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select row(
    skipped_row.object_type, skipped_row.object_schema, skipped_row.object_name, null,
    skipped_row.detail, skipped_row.action, null, 'skipped', null, null,
    jsonb_build_object('reason', skipped_row.reason)
  )::steward_internal.check_row
$$;

comment on function steward_internal.skipped_row(text, text, text, text, text, text) is $doc$
Makes the row with which a health check says that it could not look.

@param reason Word for programs: privilege, lock, time or error leave the check blind; superuser (nobody else may look), extension, server, history and disabled do not.
@param detail What could not be seen and why.
@param action What would let the check look: a GRANT, an extension, time.
@param object_type Type of the object that was not seen, null for the check as a whole.
@param object_schema Schema of the object.
@param object_name Name of the object.
@returns A row with status `skipped`.
@access steward_reader
@example select (steward_internal.skipped_row('time', 'Out of time.', 'Run it alone.')).detail;
$doc$;

revoke all on function steward_internal.skipped_row(text, text, text, text, text, text)
from public;
