create or replace function steward_internal.alter_system_statements(settings jsonb)
returns text[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(
    format(
      case when s.value ~ '^([a-z]+|-?[0-9.]+)$' then 'alter system set %s = %s;' else 'alter system set %s = %L;' end,
      s.key, s.value
    )
    order by s.key
  ) || text 'select pg_reload_conf();'
  from jsonb_each_text(alter_system_statements.settings) as s
$$;

comment on function steward_internal.alter_system_statements(jsonb) is $doc$
Writes the statements that change settings of the whole server.

@param settings The new values by name.
@returns One ALTER SYSTEM for each setting, and the call that loads them.
@access steward_reader
@example select steward_internal.alter_system_statements('{"work_mem": "8MB"}');
$doc$;

revoke all on function steward_internal.alter_system_statements(jsonb) from public;
