create or replace function steward_internal.missing_index_statements(target regclass, columns name[])
returns table (column_name name, statement text, undo text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    a.attname,
    format('create index %I on %s (%I)', n.index_name, c.oid::regclass, a.attname),
    format('drop index if exists %I.%I', s.nspname, n.index_name)
  from pg_class as c
  inner join pg_namespace as s on s.oid = c.relnamespace
  inner join pg_attribute as a on a.attrelid = c.oid and a.attname = any (missing_index_statements.columns) and not a.attisdropped
  cross join lateral (
    select left(c.relname, 40) || '_' || left(a.attname, 18) || '_idx' as index_name
  ) as n
  where c.oid = missing_index_statements.target
    and c.relkind in ('r', 'p')
    and not exists (
      select
      from pg_index as i
      inner join pg_class as ic on ic.oid = i.indexrelid
      inner join pg_am as m on m.oid = ic.relam
      where i.indrelid = c.oid
        and i.indkey[0] = a.attnum
        and i.indisvalid
        and i.indpred is null
        and m.amname in ('btree', 'hash')
    )
$$;

comment on function steward_internal.missing_index_statements(regclass, name[]) is $doc$
Lists the indexes that policies need and the table does not have.

Without them every statement would read the whole table.

@param target The table; of a partitioned one, partitions get theirs with it.
@param columns The columns that policies compare.
@returns One row for each column that no valid, full index begins with.
@access steward_reader
@example select statement from steward_internal.missing_index_statements('steward.settings', '{value}');
$doc$;

revoke all on function steward_internal.missing_index_statements(regclass, name[]) from public;
