create or replace function steward_internal.alter_system_undo(name text, value text)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    -- A role that may not see the file gets the statement that is right in effect either way.
    when s.source = 'configuration file' and coalesce(s.sourcefile, 'postgresql.auto.conf') ~ 'postgresql\.auto\.conf$'
      then format('alter system set %s = %L;', s.name, alter_system_undo.value)
    else format('alter system reset %s;', s.name)
  end
  from pg_settings as s
  where s.name = alter_system_undo.name
$$;

comment on function steward_internal.alter_system_undo(text, text) is $doc$
Writes the statement that takes an ALTER SYSTEM SET of a setting back.

@param name The setting.
@param value Its value now, in the words that ALTER SYSTEM takes.
@returns ALTER SYSTEM RESET where the value comes from elsewhere, ALTER SYSTEM SET with the value where it came from postgresql.auto.conf.
@access steward_reader
@example select steward_internal.alter_system_undo('fsync', 'off');
$doc$;

revoke all on function steward_internal.alter_system_undo(text, text) from public;
