create or replace function steward_internal.supports_foreign_key(index_oid oid)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_index as i
    inner join pg_constraint as con on con.conrelid = i.indrelid and con.contype = 'f'
    where i.indexrelid = supports_foreign_key.index_oid
      and cardinality(con.conkey) <= i.indnkeyatts
      and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey
  )
$$;

comment on function steward_internal.supports_foreign_key(oid) is $doc$
Tells whether an index begins with the columns of a foreign key of its table.

Such an index may never be scanned by a query and still be what keeps deletes of parents fast.

@param index_oid The index.
@returns True if it does.
@access steward_reader
@example select steward_internal.supports_foreign_key('steward.settings_pkey'::regclass);
$doc$;

revoke all on function steward_internal.supports_foreign_key(oid) from public;
