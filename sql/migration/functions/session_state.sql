create or replace function steward_internal.session_state(caller jsonb)
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select session_state.caller || jsonb_build_object(
    'settings', (
      select jsonb_object_agg(s.name, s.setting)
      from pg_settings as s
      where s.source = 'session'
        and s.name not in ('search_path', 'lock_timeout', 'statement_timeout')
        and s.name not like 'transaction\_%'
    ),
    'temporary_relations', (
      select jsonb_agg(c.relname order by c.relname)
      from pg_class as c
      where c.relnamespace = pg_my_temp_schema()
        and c.relkind in ('r', 'p', 'v', 'S')
    ),
    'prepared_statements', (select jsonb_agg(p.name order by p.name) from pg_prepared_statements as p where p.from_sql),
    'cursors', (select jsonb_agg(c.name order by c.name) from pg_cursors as c where c.is_holdable),
    'channels', (select jsonb_agg(c.name order by c.name) from pg_listening_channels() as c (name)),
    'advisory_locks', (
      select jsonb_agg(jsonb_build_array(l.classid, l.objid, l.objsubid, l.mode) order by l.classid::bigint, l.objid::bigint, l.mode)
      from pg_locks as l
      where l.locktype = 'advisory'
        and l.pid = pg_backend_pid()
    )
  )
$$;

comment on function steward_internal.session_state(jsonb) is $doc$
Describes what statements have left in this session that lasts as long as it.

The time limits are left out, which pgsteward sets itself. Settings that belong to no loaded module
(`set app.tenant = …`) are not shown by PostgreSQL.

@param caller What this function cannot see: role, session_user and search_path of the caller.
@returns The same with settings, temporary_relations, prepared_statements, cursors, channels and advisory_locks; null where there are none.
@access steward_admin
@example select steward_internal.session_state('{"role": "none"}') ->> 'role' as role;
$doc$;

revoke all on function steward_internal.session_state(jsonb) from public;
