create or replace function steward_internal.migration_check_rows(kind text)
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with findings as materialized (
    select f.* from steward_internal.read_migration_findings() as f
  )
  select
    case f.kind when 'out_of_band_ddl' then 'object' else 'migration' end, null, f.name, null::numeric, f.detail, f.action,
    f.severity, null, null::text[], null::text[], jsonb_build_object('ledger', f.ledger, 'since', f.since)
  from findings as f
  where f.kind = migration_check_rows.kind
  union all
  select s.*
  from findings as f
  cross join lateral steward_internal.skipped_row(
    f.obstacle,
    case f.obstacle
      when 'lock' then format('Another session holds a lock on %s, which says what is applied.', f.ledger)
      else format('Role %I may not read %s, which says what is applied.', current_user, f.ledger)
    end,
    case f.obstacle
      when 'lock' then 'See who holds it: select * from steward.get_blocking_locks();'
      else format('grant select on %s to %I;', f.ledger, current_user)
    end,
    'table', null, f.ledger
  ) as s
  where f.obstacle is not null
$$;

comment on function steward_internal.migration_check_rows(text) is $doc$
Makes the rows of a health check out of one kind of migration_findings().

@param kind The kind.
@returns A row for each finding in each ledger that pgsteward has run migrations of; a skipped one for a ledger that cannot be read.
@access steward_reader
@example select detail from steward_internal.migration_check_rows('missing');
$doc$;

revoke all on function steward_internal.migration_check_rows(text) from public;
