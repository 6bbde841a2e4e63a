create or replace function steward_internal.reindex_statement(index_oid oid)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select format('reindex index%s %I.%I;', case when not i.indisexclusion then ' concurrently' end, n.nspname, c.relname)
  from pg_index as i
  inner join pg_class as c on c.oid = i.indexrelid
  inner join pg_namespace as n on n.oid = c.relnamespace
  where i.indexrelid = reindex_statement.index_oid
$$;

comment on function steward_internal.reindex_statement(oid) is $doc$
Writes the statement that rebuilds an index.

It does so concurrently, except for exclusion constraints and keys WITHOUT OVERLAPS, which PostgreSQL cannot rebuild like that:
their rebuild keeps writers out, and readers that would use the index.

@param index_oid The index.
@returns The statement, or null if there is no such index.
@access steward_reader
@example select steward_internal.reindex_statement('steward.settings_pkey'::regclass);
$doc$;

revoke all on function steward_internal.reindex_statement(oid) from public;
