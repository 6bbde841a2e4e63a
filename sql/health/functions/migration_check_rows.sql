create or replace function steward_internal.migration_check_rows(kind text)
returns setof steward_internal.check_row
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ledger text;
begin
  for v_ledger in
    select distinct m.ledger from steward.migration_files as m order by m.ledger
  loop
    if not has_table_privilege(to_regclass(v_ledger), 'select') then
      return next steward_internal.skipped_row(
        'privilege', format('Role %I may not read %s, which says what is applied.', current_user, v_ledger),
        format('grant select on %s to %I;', v_ledger, current_user), 'table', null, v_ledger
      );
    elsif to_regclass(v_ledger) in (select l.relid from steward_internal.locked_relations() as l (relid)) then
      return next steward_internal.skipped_row(
        'lock', format('Another session holds a lock on %s, which says what is applied.', v_ledger),
        'See who holds it: select * from steward.get_blocking_locks();', 'table', null, v_ledger
      );
    else
      return query
      select
        case f.kind when 'out_of_band_ddl' then 'object' else 'migration' end, null::text, f.name, null::numeric, f.detail, f.action,
        f.severity, null::text, null::text[], null::text[], jsonb_build_object('ledger', v_ledger, 'since', f.since)
      from steward.migration_findings(v_ledger) as f
      where f.kind = migration_check_rows.kind;
    end if;
  end loop;
end
$$;

comment on function steward_internal.migration_check_rows(text) is $doc$
Makes the rows of a health check out of one kind of migration_findings().

@param kind The kind.
@returns A row for each finding in each ledger that pgsteward has run migrations of; a skipped one for a ledger that cannot be read.
@access steward_reader
@example select detail from steward_internal.migration_check_rows('missing');
$doc$;

revoke all on function steward_internal.migration_check_rows(text) from public;
