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
    format('Setting %s was changed in %s and takes effect after a restart; %s is still in force.',
      s.name, coalesce(s.sourcefile, 'the configuration'), coalesce(nullif(s.setting, ''), 'an empty value')),
    null,
    null,
    null,
    null::text[],
    jsonb_build_object('setting', s.setting)
  from pg_settings as s
  where s.pending_restart
  union all
  select r.*
  from steward_internal.skipped_row(
    'privilege',
    'Settings that only superusers may read are not covered; all others were looked at.',
    format('grant pg_read_all_settings to %I;', current_user)
  ) as r
  where not pg_has_role(current_user, 'pg_read_all_settings', 'usage')
$$;

comment on function steward_internal.check_settings_pending_restart() is $doc$
Finds settings that were changed but wait for a restart of the server.

The next restart, planned or not, brings them into force: whoever sees a surprise then does not
remember this change. Settings that a role may not read (such as archive_command) are left out
of pg_settings for it, which is said.

@title Setting waits for a restart
@category configuration
@scope cluster
@severity warning
@remedy Plan the restart, or take the change back: set the value in force again and reload (after ALTER SYSTEM RESET alone the mark stays).
@doc https://www.postgresql.org/docs/current/view-pg-settings.html
@access steward_reader
@example select * from steward_internal.check_settings_pending_restart();
$doc$;

revoke all on function steward_internal.check_settings_pending_restart() from public;
