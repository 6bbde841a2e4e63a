create or replace function steward_internal.ledger_rows(ledger text)
returns table (name text, applied_at timestamptz)
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  if to_regclass(ledger_rows.ledger) is null then
    return;
  end if;
  -- node-pg-migrate writes now() into a timestamp without time zone.
  return query execute format('select l.name::text, l.run_on::timestamptz from %s as l', to_regclass(ledger_rows.ledger));
end
$$;

comment on function steward_internal.ledger_rows(text) is $doc$
Reads what a ledger of node-pg-migrate says is applied.

@param ledger The table, with its schema.
@returns Nothing if there is no such table.
@access steward_reader
@example select name, applied_at from steward_internal.ledger_rows('public.pgmigrations');
$doc$;

revoke all on function steward_internal.ledger_rows(text) from public;
