create or replace function steward_internal.check_settings_pending_restart()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format(
      'Setting %s was changed in the configuration, but the server still runs with %L.',
      s.name, current_setting(s.name)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('running_value', current_setting(s.name))
  from pg_settings as s
  where s.pending_restart
  union all
  select (hidden.row).*
  from (
    select steward_internal.skipped_row(
      'privilege',
      format(
        'Role %I cannot see some settings, shared_preload_libraries among them.', current_user
      ),
      format('grant pg_read_all_settings to %I;', current_user)
    ) as row
  ) as hidden
  where not pg_has_role(current_user, 'pg_read_all_settings', 'usage')
$$;

comment on function steward_internal.check_settings_pending_restart() is $doc$
Finds settings whose new value waits for a restart of the server.

Whoever changed them may believe that they are in force, and the next restart, perhaps after a
crash, changes the behaviour of the server when nobody expects it. The server knows this only after
the configuration was loaded again, and after ALTER SYSTEM RESET it still says so until it has read
the running value once or was restarted. The values of a few settings are hidden from roles without
pg_read_all_settings; the rest is reported all the same.

@title Setting waits for a restart
@category configuration
@scope cluster
@severity warning
@remedy Restart the server in a quiet hour, or set the value with which it runs again and reload.
@doc https://www.postgresql.org/docs/current/view-pg-settings.html
@access steward_reader
@example select * from steward_internal.check_settings_pending_restart();
$doc$;

revoke all on function steward_internal.check_settings_pending_restart() from public;
