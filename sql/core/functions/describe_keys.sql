create or replace function steward_internal.describe_keys(relation oid)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object('name', c.relname, 'is_primary', i.indisprimary, 'columns', k.columns)
      order by not i.indisprimary, c.relname collate "C"
    ),
    '[]'
  )
  from pg_index as i
  inner join pg_class as c on c.oid = i.indexrelid
  cross join lateral (
    select jsonb_agg(a.attname order by k.position) as columns
    from unnest(i.indkey::smallint[]) with ordinality as k (attnum, position)
    inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where k.position <= i.indnkeyatts
  ) as k
  where i.indrelid = describe_keys.relation
    and i.indisunique
    and i.indisvalid
    and i.indpred is null
    and i.indexprs is null
$$;

comment on function steward_internal.describe_keys(oid) is $doc$
Lists the columns that identify a row of a table.

@param relation OID of the table.
@returns Array of objects with name, is_primary and columns, the primary key first; unique indexes count, those of expressions or of some rows do not.
@access steward_reader
@example select steward_internal.describe_keys('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.describe_keys(oid) from public;
