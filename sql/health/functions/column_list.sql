create or replace function steward_internal.column_list(relation_oid oid, attnums smallint[])
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(quote_ident(a.attname), ', ' order by k.position)
  from unnest(column_list.attnums) with ordinality as k (attnum, position)
  inner join pg_attribute as a on a.attrelid = column_list.relation_oid and a.attnum = k.attnum
$$;

comment on function steward_internal.column_list(oid, smallint[]) is $doc$
Writes the names of columns as a list for SQL.

@param relation_oid The table.
@param attnums Numbers of its columns, in the order wanted.
@returns The quoted names, separated by commas.
@access steward_reader
@example select steward_internal.column_list('steward.settings'::regclass, array[1]::smallint[]);
$doc$;

revoke all on function steward_internal.column_list(oid, smallint[]) from public;
