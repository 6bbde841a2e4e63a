create or replace function steward_internal.canonical_time_zone(setting text)
returns text
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
begin
  -- A number is east of Greenwich in the setting and west of it in AT TIME ZONE; the server's own writing is the same in both.
  perform set_config('TimeZone', canonical_time_zone.setting, true);
  return current_setting('TimeZone');
exception
  when invalid_parameter_value then
    return null;
end
$$;

comment on function steward_internal.canonical_time_zone(text) is $doc$
Writes a value of the setting TimeZone as AT TIME ZONE reads it.

@param setting The value.
@returns The zone; null if the server does not know it.
@access steward_reader
@example select steward_internal.canonical_time_zone('-5');
$doc$;

revoke all on function steward_internal.canonical_time_zone(text) from public;
