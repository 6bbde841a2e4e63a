create or replace function steward_internal.check_settings_file_errors()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_table_privilege('pg_file_settings', 'select')
    or not has_function_privilege('pg_show_all_file_settings()', 'execute')
  then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'The lines of the configuration files are hidden from this role.',
      format(
        'grant select on pg_file_settings to %1$I; grant execute on function pg_show_all_file_settings() to %1$I;',
        current_user
      )
    ) as r;
    return;
  end if;

  return query
  select
    'file', null::text, format('%s:%s', f.sourcefile, f.sourceline), null::numeric,
    format('Line %s of %s is not valid%s: %s.', f.sourceline, f.sourcefile, ' (' || f.name || ')', f.error),
    null::text, null::text, null::text, null::text[], null::text[],
    jsonb_build_object('file', f.sourcefile, 'line', f.sourceline, 'name', f.name, 'error', f.error)
  from pg_file_settings as f
  where f.error is not null
    -- What waits for a restart is an error here as well; settings_pending_restart has it.
    and not exists (
      select
      from pg_settings as s
      where s.name = f.name
        and s.pending_restart
    );
end
$$;

comment on function steward_internal.check_settings_file_errors() is $doc$
Finds lines of postgresql.conf and what it includes that the server cannot use.

A wrong line makes the server ignore the whole change at a reload and refuse to start at a restart,
perhaps after a crash. The files are read as they are now, not as they were loaded. Only superusers may
see them, or who has been granted to. A setting that only waits for a restart is not reported;
pg_hba.conf is the matter of hba_file_errors.

@title Configuration file has an error
@category configuration
@scope cluster
@severity critical
@remedy Correct the line and look here again, then: select pg_reload_conf();
@doc https://www.postgresql.org/docs/current/view-pg-file-settings.html
@access steward_reader
@example select * from steward_internal.check_settings_file_errors();
$doc$;

revoke all on function steward_internal.check_settings_file_errors() from public;
