create or replace function steward_internal.statements_obstacle()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_schema name := steward_internal.extension_schema('pg_stat_statements');
  v_hidden_count bigint;
begin
  if v_schema is null then
    return;
  end if;
  if not exists (
    select
    from pg_settings as s
    where s.name = 'pg_stat_statements.max'
      and s.context = 'postmaster'
  ) then
    return next steward_internal.skipped_row(
      'server',
      'The server does not load pg_stat_statements.',
      'Add pg_stat_statements to shared_preload_libraries and restart the server.'
    );
    return;
  end if;
  if pg_has_role(current_user, 'pg_read_all_stats', 'usage') then
    return;
  end if;

  execute format(
    $sql$
      select count(*)
      from %I.pg_stat_statements(false) as s
      where s.dbid = (select d.oid from pg_database as d where d.datname = current_database())
        and s.queryid is null
    $sql$,
    v_schema
  )
  into v_hidden_count;
  if v_hidden_count > 0 then
    return next steward_internal.skipped_row(
      'privilege',
      format(
        '%s statements of other roles cannot be told apart by role %I.',
        v_hidden_count, current_user
      ),
      format('grant pg_read_all_stats to %I;', current_user)
    );
  end if;
end
$$;

comment on function steward_internal.statements_obstacle() is $doc$
Makes the row that says which statements of this database the caller cannot see.

@returns One row if pg_stat_statements is not loaded, or hides the statements of other roles.
@access steward_reader
@example select detail from steward_internal.statements_obstacle();
$doc$;

revoke all on function steward_internal.statements_obstacle() from public;
