create or replace function steward_internal.odd_names()
returns table (relid oid, attnum smallint, name name, needs_quotes boolean)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_names jsonb := steward_internal.remembered('odd_names')::jsonb;
begin
  if v_names is null then
    select coalesce(jsonb_agg(to_jsonb(n)), '[]')
    into v_names
    from steward_internal.catalog_names as n
    where n.needs_quotes
      or octet_length(n.name::text) = 63
      or n.name in (select w.word::name from pg_get_keywords() as w where w.catcode in ('R', 'T'));
    perform steward_internal.remember('odd_names', v_names::text);
  end if;

  return query
  select n.*
  from jsonb_to_recordset(v_names) as n (relid oid, attnum smallint, name name, needs_quotes boolean);
end
$$;

comment on function steward_internal.odd_names() is $doc$
Lists the names that checks may find fault with, read once in a health check.

They need quotes, are reserved words, or are as long as a name can be.

@returns The rows of `catalog_names` for these names.
@access steward_reader
@example select name from steward_internal.odd_names() where needs_quotes;
$doc$;

revoke all on function steward_internal.odd_names() from public;
