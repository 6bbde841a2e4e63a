create or replace function steward_internal.retention_count(target oid, predicate text, at_most bigint)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rows bigint;
begin
  execute format(
    'select count(*) from (select from %s as t where %s limit %s) as counted',
    retention_count.target::regclass, retention_count.predicate,
    coalesce(retention_count.at_most::text, 'all')
  )
  into v_rows;
  return v_rows;
end
$$;

comment on function steward_internal.retention_count(oid, text, bigint) is $doc$
Counts the rows of a table that a predicate lets go, up to a number.

@param target The table.
@param predicate An expression about the row t.
@param at_most Where to stop; null counts all.
@returns The number of rows, at most at_most.
@access steward_reader
@example select steward_internal.retention_count('steward.settings'::regclass, 'true', 10);
$doc$;

revoke all on function steward_internal.retention_count(oid, text, bigint) from public;
