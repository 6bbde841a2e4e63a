create or replace function steward_internal.read_migration_findings()
returns table (ledger text, obstacle text, kind text, name text, severity text, detail text, action text, since timestamptz)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_findings jsonb := steward_internal.remembered('migration_findings')::jsonb;
begin
  if v_findings is null then
    with ledgers as materialized (
      select
        m.ledger,
        case
          when not has_table_privilege(to_regclass(m.ledger), 'select') then 'privilege'
          when to_regclass(m.ledger) in (select r.relid from steward_internal.locked_relations() as r (relid)) then 'lock'
        end as obstacle
      from steward.migration_files as m
      group by m.ledger
    ),
    rows as (
      select to_jsonb(l) as row
      from ledgers as l
      where l.obstacle is not null
      union all
      select to_jsonb(l) || to_jsonb(f)
      from ledgers as l
      cross join lateral steward.migration_findings(l.ledger) as f
      where l.obstacle is null
    )
    select coalesce(jsonb_agg(r.row), '[]') into v_findings from rows as r;
    perform steward_internal.remember('migration_findings', v_findings::text);
  end if;

  return query
  select f.*
  from jsonb_to_recordset(v_findings) as f (
    ledger text, obstacle text, kind text, name text, severity text, detail text, action text, since timestamptz
  );
end
$$;

comment on function steward_internal.read_migration_findings() is $doc$
Reads migration_findings() of each ledger, once in a health check.

@returns The findings; for a ledger that cannot be read one row without a kind, whose obstacle is privilege or lock.
@access steward_reader
@example select ledger, obstacle, kind, name from steward_internal.read_migration_findings();
$doc$;

revoke all on function steward_internal.read_migration_findings() from public;
