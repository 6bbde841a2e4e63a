create or replace function steward_internal.check_configuration_file_errors()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_source record;
begin
  for v_source in
    select s.view_name, s.function_name, s.query
    from (
      values
        (
          'pg_file_settings', 'pg_show_all_file_settings()',
          -- What waits for a restart is an error here as well; settings_pending_restart has it.
          'select f.sourcefile, f.sourceline, f.error, f.name
           from pg_file_settings as f
           where f.error is not null
             and not exists (select from pg_settings as s where s.name = f.name and s.pending_restart)'
        ),
        (
          'pg_hba_file_rules', 'pg_hba_file_rules()',
          'select coalesce(to_jsonb(h) ->> ''file_name'', current_setting(''hba_file'')), h.line_number, h.error, null::text
           from pg_hba_file_rules as h
           where h.error is not null'
        ),
        (
          'pg_ident_file_mappings', 'pg_ident_file_mappings()',
          'select coalesce(to_jsonb(i) ->> ''file_name'', current_setting(''ident_file'')), i.line_number, i.error, null::text
           from pg_ident_file_mappings as i
           where i.error is not null'
        )
    ) as s (view_name, function_name, query)
  loop
    if has_table_privilege(v_source.view_name, 'select') and has_function_privilege(v_source.function_name, 'execute')
    then
      return query execute format(
        $query$
          select
            'file', null, format('%%s:%%s', e.file_name, e.line), null::numeric,
            format('Line %%s of %%s is not valid%%s: %%s.', e.line, e.file_name, ' (' || e.name || ')', e.error),
            null, null, null, null::text[], null::text[],
            jsonb_build_object('file', e.file_name, 'line', e.line, 'name', e.name, 'error', e.error)
          from (%s) as e (file_name, line, error, name)
        $query$,
        v_source.query
      );
    else
      return next steward_internal.skipped_row(
        'superuser',
        format('Role %I cannot read %s, which as shipped only superusers may.', current_user, v_source.view_name),
        format(
          'grant select on %1$s to %2$I; grant execute on function %3$s to %2$I;',
          v_source.view_name, current_user, v_source.function_name
        ),
        'view', 'pg_catalog', v_source.view_name
      );
    end if;
  end loop;
end
$$;

comment on function steward_internal.check_configuration_file_errors() is $doc$
Finds lines of the configuration files that the server cannot use.

A wrong line in postgresql.conf makes the server ignore the whole file at a reload and refuse to start
at a restart, perhaps after a crash; with a wrong line in pg_hba.conf no change of it takes effect. The
files are read as they are now, not as they were loaded. Only superusers may see them, or who has been
granted to; a setting that only waits for a restart is not reported.

@title Configuration file has an error
@category configuration
@scope cluster
@severity critical
@remedy Correct the line and look here again, then: select pg_reload_conf();
@doc https://www.postgresql.org/docs/current/view-pg-file-settings.html
@access steward_reader
@example select * from steward_internal.check_configuration_file_errors();
$doc$;

revoke all on function steward_internal.check_configuration_file_errors() from public;
