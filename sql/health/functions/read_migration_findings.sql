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
    select coalesce(jsonb_agg(coalesce(to_jsonb(f), '{}') || jsonb_build_object('ledger', l.ledger, 'obstacle', l.obstacle)), '[]')
    into v_findings
    from (
      select
        m.ledger,
        case
          when not has_table_privilege(to_regclass(m.ledger), 'select') then 'privilege'
          when to_regclass(m.ledger) in (select r.relid from steward_internal.locked_relations() as r (relid)) then 'lock'
        end as obstacle
      from steward.migration_files as m
      group by m.ledger
    ) as l
    left join lateral steward.migration_findings(case when l.obstacle is null then l.ledger end) as f on true
    where l.obstacle is not null
      or f.kind is not null;
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
