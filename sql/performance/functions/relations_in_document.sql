create or replace function steward_internal.relations_in_document(statistics jsonb)
returns table (relid oid, counters bigint[])
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select (r.pair ->> 0)::oid, array(select jsonb_array_elements_text(r.pair -> 1))::bigint[]
  from jsonb_array_elements(relations_in_document.statistics -> 'relations') as r (pair)
$$;

comment on function steward_internal.relations_in_document(jsonb) is $doc$
Reads the counters of relations out of a document of `read_statistics()`.

@param statistics The document.
@returns One row for each relation.
@access steward_reader
@example select * from steward_internal.relations_in_document('{"relations": [[1259, [1, 2, 3]]]}');
$doc$;

revoke all on function steward_internal.relations_in_document(jsonb) from public;
