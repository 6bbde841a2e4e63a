create or replace function steward_internal.server_settings(names text[])
returns table (
  name text,
  value text,
  display_value text,
  context text,
  source text,
  is_overridden boolean
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    s.name,
    s.setting,
    current_setting(s.name),
    s.context,
    s.source,
    s.source in ('global', 'database', 'user', 'database user', 'client', 'interactive', 'session')
  from pg_settings as s
  where s.name = any (server_settings.names)
$$;

comment on function steward_internal.server_settings(text[]) is $doc$
Lists settings, and whether this session sees the server's value or its own.

@param names The settings; those that the server does not know are left out.
@returns One row for each setting; `value` is in its base unit, `display_value` with the unit.
@access steward_reader
@example select name, display_value from steward_internal.server_settings(array['work_mem']);
$doc$;

revoke all on function steward_internal.server_settings(text[]) from public;
