create or replace function steward_internal.ddl_changes()
returns table (
  id bigint,
  at timestamptz,
  what text,
  command_tag text,
  object_type text,
  schema_name text,
  identity text,
  reason text,
  runs_migrations boolean,
  xid xid8,
  pid integer,
  session_user_name name,
  role_name name,
  application_name text,
  client_address inet
)
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changes regclass := to_regclass('steward_ddl.changes');
begin
  if v_changes is null then
    return;
  end if;
  return query execute format(
    'select c.id, c.at, c.what, c.command_tag, c.object_type, c.schema_name, c.identity, c.reason, c.runs_migrations, c.xid, c.pid, '
    'c.session_user_name, c.role_name, c.application_name, c.client_address from %s as c',
    v_changes
  );
end
$$;

comment on function steward_internal.ddl_changes() is $doc$
Reads what the event triggers of track_ddl() have recorded.

@returns One row for each change of an object; nothing where nothing was ever recorded.
@access steward_reader
@example select what, object_type, identity from steward_internal.ddl_changes();
$doc$;

revoke all on function steward_internal.ddl_changes() from public;
