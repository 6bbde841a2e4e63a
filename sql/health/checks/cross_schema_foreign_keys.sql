create or replace function steward_internal.check_cross_schema_foreign_keys()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    f.schema_name::text,
    f.constraint_name::text,
    null::numeric,
    format('Foreign key %I of %s references %s in another schema.', f.constraint_name, f.table_name,
      f.target_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('table', f.table_name, 'references', f.target_name)
  from steward_internal.user_foreign_keys() as f
  where f.schema_name <> f.target_schema
$$;

comment on function steward_internal.check_cross_schema_foreign_keys() is $doc$
Finds foreign keys that lead from one schema into another.

Schemas that reference each other can neither be dumped, restored nor dropped alone. Whether that
matters is a matter of policy, so the check is off until it is configured on.

@title Foreign key into another schema
@category schema
@mode static
@severity info
@enabled false
@remedy Keep tables that reference each other in one schema, or accept that both schemas belong together.
@doc https://www.postgresql.org/docs/current/ddl-schemas.html
@access steward_reader
@example select * from steward_internal.check_cross_schema_foreign_keys();
$doc$;

revoke all on function steward_internal.check_cross_schema_foreign_keys() from public;
