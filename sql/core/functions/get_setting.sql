create or replace function steward.get_setting(name text)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_value text;
begin
  select s.value
  into v_value
  from steward.settings as s
  where s.name = get_setting.name;

  if not found then
    raise exception using
      errcode = 'SW001',
      message = format('setting %L does not exist', get_setting.name),
      hint = 'List the settings with: select name from steward.settings order by name;';
  end if;
  return v_value;
end
$$;

comment on function steward.get_setting(text) is $doc$
Returns the value of a setting.

@area core
@param name Name of the setting, as in the table `settings`.
@returns The value as text, in the form in which its type is written.
@error SW001 There is no setting of this name.
@access steward_reader
@example select get_setting('health.time_budget');
$doc$;

revoke all on function steward.get_setting(text) from public;
