create or replace function steward_internal.find_scope(scope text)
returns table (schema_oid oid, tables oid[])
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_names text[];
  v_table oid;
begin
  begin
    v_names := parse_ident(find_scope.scope);
  exception
    -- It may be the bare name of something that has to be quoted.
    when invalid_parameter_value then
      v_names := array[find_scope.scope];
  end;
  schema_oid := (
    select n.oid
    from pg_namespace as n
    where n.nspname in (find_scope.scope, v_names[1])
      and cardinality(v_names) = 1
    order by n.nspname = find_scope.scope desc
    limit 1
  );
  if schema_oid is null and cardinality(v_names) <= 2 then
    perform set_config('search_path', steward_internal.session_path(), true);
    v_table := (
      select pg_catalog.to_regclass(pg_catalog.string_agg(pg_catalog.quote_ident(n), '.'))
      from pg_catalog.unnest(v_names) as n
    );
    perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  end if;
  tables := case
    when v_table is not null then array[v_table]
    else array(
      select c.oid
      from pg_class as c
      where schema_oid is null
        and c.relkind in ('r', 'p')
        and cardinality(v_names) = 1
        and c.relname in (find_scope.scope, v_names[1])
    )
  end;
  return next;
end
$$;

comment on function steward_internal.find_scope(text) is $doc$
Looks up what a name stands for: a schema, or a table as regclass takes it.

A table is looked up in the search_path that the session began with; if it is not there, tables of that name in any
schema are meant. What has to be quoted may be given without quotes too.

@param scope The name; null finds nothing.
@returns The schema, or else the tables; an empty array if there is neither.
@access steward_admin
@example select tables::regclass[] from steward_internal.find_scope('steward.settings');
$doc$;

revoke all on function steward_internal.find_scope(text) from public;
