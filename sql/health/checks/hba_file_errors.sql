create or replace function steward_internal.check_hba_file_errors()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_table_privilege('pg_hba_file_rules', 'select')
    or not has_function_privilege('pg_hba_file_rules()', 'execute')
    or not has_table_privilege('pg_ident_file_mappings', 'select')
    or not has_function_privilege('pg_ident_file_mappings()', 'execute')
  then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'The rules of pg_hba.conf and pg_ident.conf are hidden from this role.',
      format(
        'grant select on pg_hba_file_rules, pg_ident_file_mappings to %1$I; '
          || 'grant execute on function pg_hba_file_rules(), pg_ident_file_mappings() to %1$I;',
        current_user
      )
    ) as r;
    return;
  end if;

  return query
  select
    'setting', null::text, format('%s line %s', e.kind, e.line_number), null::numeric,
    format('Line %s%s %s: %s.', e.line_number, ' of ' || e.file_name,
      case when e.severity = 'info' then 'has no effect' else 'cannot be read' end, e.error),
    null::text, e.severity, null::text, null::text[], null::text[],
    jsonb_build_object('file', e.file_name, 'line', e.line_number)
  from (
    -- A rule that PostgreSQL understood, but that cannot match, is shown with its parts.
    select 'pg_hba.conf', case when h.type is null then 'critical' else 'info' end, h.line_number, h.error,
      coalesce(to_jsonb(h) ->> 'file_name', current_setting('hba_file', true))
    from pg_hba_file_rules as h
    where h.error is not null
    union all
    select 'pg_ident.conf', 'warning', i.line_number, i.error,
      coalesce(to_jsonb(i) ->> 'file_name', current_setting('ident_file', true))
    from pg_ident_file_mappings as i
    where i.error is not null
  ) as e (kind, severity, line_number, error, file_name);
end
$$;

comment on function steward_internal.check_hba_file_errors() is $doc$
Finds lines of pg_hba.conf and pg_ident.conf that PostgreSQL cannot read.

With such a line a reload keeps the old rules and says so only in the log, so a change did not happen;
with one in pg_hba.conf the next restart fails: critical. A bad pg_ident.conf is a warning, since the
server starts without its maps. A hostssl rule of a server without TLS matches nobody: an info.

@title Authentication file has an error
@category security
@scope cluster
@severity critical
@remedy Correct the line, reload, and look at pg_hba_file_rules or pg_ident_file_mappings again.
@doc https://www.postgresql.org/docs/current/view-pg-hba-file-rules.html
@access steward_reader
@example select * from steward_internal.check_hba_file_errors();
$doc$;

revoke all on function steward_internal.check_hba_file_errors() from public;
