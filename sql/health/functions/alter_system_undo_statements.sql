create or replace function steward_internal.alter_system_undo_statements(names text[])
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(steward_internal.alter_system_undo(s.name, s.setting) order by s.name)
    || text 'select pg_reload_conf();'
  from pg_settings as s
  where s.name = any (alter_system_undo_statements.names)
$$;

comment on function steward_internal.alter_system_undo_statements(text[]) is $doc$
Writes the statements that take back what alter_system_statements() changes.

@param names The settings, which still have their old values.
@returns One ALTER SYSTEM for each setting, and the call that loads them.
@access steward_reader
@example select steward_internal.alter_system_undo_statements(array['work_mem']);
$doc$;

revoke all on function steward_internal.alter_system_undo_statements(text[]) from public;
