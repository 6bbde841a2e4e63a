create or replace function steward_internal.columns_with_privileges()
returns table (relid oid, attnum smallint)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_columns jsonb := steward_internal.remembered('columns_with_privileges')::jsonb;
begin
  if v_columns is null then
    select coalesce(jsonb_agg(jsonb_build_array(a.attrelid, a.attnum)), '[]')
    into v_columns
    from pg_attribute as a
    where a.attacl is not null
      and not a.attisdropped;
    perform steward_internal.remember('columns_with_privileges', v_columns::text);
  end if;

  return query
  select (c.entry ->> 0)::oid, (c.entry ->> 1)::smallint
  from jsonb_array_elements(v_columns) as c (entry);
end
$$;

comment on function steward_internal.columns_with_privileges() is $doc$
Lists the columns with privileges of their own, read once in a health check.

@returns One row for each column, those of the system included.
@access steward_reader
@example select relid::regclass, attnum from steward_internal.columns_with_privileges();
$doc$;

revoke all on function steward_internal.columns_with_privileges() from public;
