create or replace function steward_internal.missing_column(protection steward.protected_tables, target oid)
returns name
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select k.column_name
  from unnest(array[(protection).owner_column, (protection).organization_column]) as k (column_name)
  where k.column_name is not null
    and missing_column.target is not null
    and not exists (
      select
      from pg_attribute as a
      where a.attrelid = missing_column.target
        and a.attname = k.column_name
        and not a.attisdropped
    )
  limit 1
$$;

comment on function steward_internal.missing_column(steward.protected_tables, oid) is $doc$
Names a column that a table is protected by and does not have any more.

@param protection What the table is protected with.
@param target The table; null if it is gone.
@returns The column; null if all are there.
@access steward_reader
@example select steward_internal.missing_column(p, p.relation) from protected_tables as p;
$doc$;

revoke all on function steward_internal.missing_column(steward.protected_tables, oid) from public;
