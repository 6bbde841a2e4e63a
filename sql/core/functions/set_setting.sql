create or replace function steward.set_setting(name text, value text)
returns table (setting text, old_value text, new_value text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_old steward.settings;
begin
  select s.*
  into v_old
  from steward.settings as s
  where s.name = set_setting.name
  for update;

  if not found then
    raise exception using
      errcode = 'SW001',
      message = format('setting %L does not exist', set_setting.name),
      hint = 'List the settings with: select name from steward.settings order by name;';
  end if;

  if not coalesce(
    steward_internal.is_valid_value(set_setting.value, v_old.value_type), false
  ) then
    raise exception using
      errcode = 'SW002',
      message = format('invalid value for setting %L: %L', set_setting.name, set_setting.value),
      detail = format('The setting is of type %s.', v_old.value_type),
      hint = format('Its default is %L.', v_old.default_value);
  end if;

  update steward.settings as s
  set value = set_setting.value
  where s.name = set_setting.name;

  return query select v_old.name, v_old.value, set_setting.value;
end
$$;

comment on function steward.set_setting(text, text) is $doc$
Changes a setting after checking the value against the type of the setting.

@area core
@param name Name of the setting, as in the table `settings`.
@param value The new value, written as its type is written: an interval as '15 s' or '30 days'.
@returns The setting with its old and its new value.
@error SW001 There is no setting of this name.
@error SW002 The value is null or not valid for the type of the setting.
@access steward_admin
@example select * from set_setting('health.time_budget', '15 s');
$doc$;

revoke all on function steward.set_setting(text, text) from public;
