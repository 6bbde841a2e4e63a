create or replace function steward.describe_schema(schema name)
returns jsonb
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
-- What is read from stored constraints is printed as these say.
set standard_conforming_strings = on
set quote_all_identifiers = off
as $$
declare
  v_schema oid := to_regnamespace(quote_ident(describe_schema.schema));
begin
  if v_schema is null then
    raise exception using
      errcode = '3F000',
      message = format('schema %L does not exist', describe_schema.schema),
      hint = 'List the schemas with \dn in psql. A name is written as in the catalog: without quotes, with its capitals.';
  end if;
  if not has_schema_privilege(v_schema, 'usage') then
    raise exception using
      errcode = '42501',
      message = format('permission denied for schema %I', describe_schema.schema),
      hint = format('Let its owner run: grant usage on schema %I to %I;', describe_schema.schema, current_user);
  end if;

  return jsonb_build_object(
    'schema', describe_schema.schema,
    'comment', obj_description(v_schema, 'pg_namespace'),
    'relations', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'name', c.relname,
            'kind', case c.relkind
              when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' else 'table'
            end,
            'comment', obj_description(c.oid, 'pg_class'),
            'columns', steward_internal.describe_columns(c.oid),
            'keys', steward_internal.describe_keys(c.oid),
            'references', steward_internal.describe_references(c.oid)
          )
          order by c.relname collate "C"
        ),
        '[]'
      )
      from pg_class as c
      where c.relnamespace = v_schema
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not c.relispartition
        and not steward_internal.is_extension_member('pg_class', c.oid)
    ),
    'types', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'name', t.typname,
            'comment', obj_description(t.oid, 'pg_type'),
            'type', steward_internal.describe_type(t.oid),
            'columns', case t.typtype when 'c' then steward_internal.describe_columns(t.typrelid) end
          )
          order by t.typname collate "C"
        ),
        '[]'
      )
      from pg_type as t
      left join pg_class as c on c.oid = t.typrelid
      where t.typnamespace = v_schema
        and (t.typtype in ('e', 'd') or c.relkind = 'c')
        and not steward_internal.is_extension_member('pg_type', t.oid)
    ),
    'routines', (
      select coalesce(
        jsonb_agg(
          steward_internal.describe_routine(p.oid)
          order by p.proname collate "C", oidvectortypes(p.proargtypes) collate "C"
        ),
        '[]'
      )
      from pg_proc as p
      where p.pronamespace = v_schema
        and p.prokind in ('f', 'p')
        -- Neither those of triggers nor those of access methods can be called.
        and p.prorettype not in (
          'trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype, 'language_handler'::regtype,
          'fdw_handler'::regtype, 'index_am_handler'::regtype, 'table_am_handler'::regtype, 'tsm_handler'::regtype
        )
        and not 'internal'::regtype = any (p.proargtypes::oid[])
        -- Those that come with a range type nobody has written.
        and not exists (
          select from pg_depend as d
          where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i'
        )
        and not steward_internal.is_extension_member('pg_proc', p.oid)
    )
  );
end
$$;

comment on function steward.describe_schema(name) is $doc$
Describes the tables, views, types and routines of a schema as JSON.

`pgsteward types` makes TypeScript of it. The document depends on the schema only: not on who asks, on the version of
the server, or on its locale; names are sorted as in the collation C, columns as in the table. Left out are partitions
(their table stands for them), what belongs to an extension, aggregates, the constructors of range types, and
functions that only a trigger can call.

@area core
@param schema Name of the schema, as in pg_namespace.
@returns Object with schema, comment, `relations` (name, kind, comment, columns, keys, references in both directions), `types` (enums, domains and composite types: name, comment, type, columns) and `routines` (name, kind, signature, comment, arguments, returns_set, returns, columns).
@error 3F000 There is no such schema.
@error 42501 The caller may not use the schema.
@access steward_reader
@example select jsonb_pretty(describe_schema('public'));
$doc$;

revoke all on function steward.describe_schema(name) from public;
