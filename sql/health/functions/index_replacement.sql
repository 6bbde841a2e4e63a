create or replace function steward_internal.index_replacement(index_oid oid, predicate text)
returns text[]
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    array[
      s.statement,
      format('drop index concurrently %I.%I;', n.nspname, c.relname),
      format('alter index %I.%I rename to %I;', n.nspname, new.name, c.relname)
    ]
  from pg_class as c
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral (select format('replaces_%s', c.oid)::name as name) as new
  cross join lateral (
    select steward_internal.index_statement(c.oid, new.name, index_replacement.predicate)
  ) as s (statement)
  where c.oid = index_replacement.index_oid
    and s.statement is not null
$$;

comment on function steward_internal.index_replacement(oid, text) is $doc$
Writes the statements that give an index another predicate without a gap.

@param index_oid The index.
@param predicate What follows WHERE in the new one; null for an index of all rows.
@returns The statements; null if index_statement() cannot write the index.
@access steward_reader
@example select steward_internal.index_replacement(indexrelid, 'id > 0') from steward_internal.user_indexes;
$doc$;

revoke all on function steward_internal.index_replacement(oid, text) from public;
