create or replace function steward_internal.types_in_use()
returns oid[]
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_types oid[] := steward_internal.remembered('types_in_use')::oid[];
begin
  if v_types is null then
    v_types := array(
      select distinct a.atttypid
      from pg_attribute as a
      -- Below are the objects of initdb.
      where a.attrelid >= 16384
        and a.attnum > 0
        and not a.attisdropped
        and a.attrelid not in (
          select c.oid
          from pg_class as c
          inner join pg_namespace as n on n.oid = c.relnamespace
          where n.nspname in ('steward', 'steward_internal', 'steward_access', 'steward_migrations', 'steward_ddl')
        )
    );
    perform steward_internal.remember('types_in_use', v_types::text);
  end if;
  return v_types;
end
$$;

comment on function steward_internal.types_in_use() is $doc$
Returns the types of all columns, read once in a health check.

Those of the system and of pgsteward are left out. A check of a type need not look for columns if there are none.

@returns The types, each once.
@access steward_reader
@example select 'json'::regtype = any (steward_internal.types_in_use());
$doc$;

revoke all on function steward_internal.types_in_use() from public;
