create or replace function steward_internal.hidden_setting_rows(names text[])
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select (hidden.row).*
  from (
    select steward_internal.skipped_row(
      'server',
      format(
        'The value of %s for the whole server cannot be seen: this session has its own (%s: %s).',
        s.name, s.source, s.value
      ),
      'Run the check in a session whose role and database do not set it.',
      'setting', null, s.name
    ) as row
    from steward_internal.server_settings(hidden_setting_rows.names) as s
    where s.is_overridden
  ) as hidden
$$;

comment on function steward_internal.hidden_setting_rows(text[]) is $doc$
Says which settings of the server are hidden behind those of the session.

@param names The settings that the check wants to judge.
@returns One row with status `skipped` for each setting that is hidden.
@access steward_reader
@example select detail from steward_internal.hidden_setting_rows(array['work_mem']);
$doc$;

revoke all on function steward_internal.hidden_setting_rows(text[]) from public;
