create or replace function steward_internal.server_time_zone()
returns text
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone text;
begin
  select s.setting
  into v_zone
  from pg_settings as s
  where s.name = 'TimeZone'
    -- Anything else was set over it, and what is below cannot be seen here.
    and s.source in ('default', 'environment variable', 'configuration file', 'command line', 'global');
  if v_zone is null
    and has_table_privilege('pg_file_settings', 'select')
    and has_function_privilege('pg_show_all_file_settings()', 'execute')
  then
    select f.setting
    into v_zone
    from pg_file_settings as f
    where lower(f.name) = 'timezone'
      and f.applied;
  end if;
  return steward_internal.canonical_time_zone(v_zone);
end
$$;

comment on function steward_internal.server_time_zone() is $doc$
Tells the time zone of sessions for which nobody has set another.

@returns The zone; null if it cannot be seen, because this session has another and may not read the files of the server.
@access steward_reader
@example select steward_internal.server_time_zone();
$doc$;

revoke all on function steward_internal.server_time_zone() from public;
