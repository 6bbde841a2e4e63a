create or replace function steward_internal.relation_columns(relation oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_agg(
    jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod))
    order by a.attnum
  )
  from pg_attribute as a
  where a.attrelid = relation_columns.relation
    and a.attnum > 0
    and not a.attisdropped
$$;

comment on function steward_internal.relation_columns(oid) is $doc$
Describes the columns of a table, view or composite type.

@param relation OID of the relation in pg_class.
@returns An array of objects with name and type, null if there is no such relation.
@access steward_reader
@example select steward_internal.relation_columns('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.relation_columns(oid) from public;
