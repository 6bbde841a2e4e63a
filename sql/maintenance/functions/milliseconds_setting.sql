create or replace function steward_internal.milliseconds_setting(name text)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  return ceil(extract(epoch from steward.get_setting(milliseconds_setting.name)::interval) * 1000)::bigint;
end
$$;

comment on function steward_internal.milliseconds_setting(text) is $doc$
Writes a setting that is an interval as the timeouts of PostgreSQL want it.

@param name The name of the setting.
@returns Milliseconds.
@error SW001 There is no setting of this name.
@access steward_reader
@example select steward_internal.milliseconds_setting('maintenance.lock_timeout');
$doc$;

revoke all on function steward_internal.milliseconds_setting(text) from public;
