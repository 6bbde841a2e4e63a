create or replace function steward_internal.index_statement(
  index_oid oid,
  index_name name,
  predicate text
)
returns text
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The plan is kept; that of an SQL function would be made anew for each index.
  return (
    select format(
      'create %sindex concurrently %I on %I.%I%s (%s)%s%s%s%s%s;',
      case when i.indisunique then 'unique ' end,
      index_statement.index_name,
      n.nspname,
      t.relname,
      case when am.amname <> 'btree' then format(' using %I', am.amname) end,
      columns.keys,
      ' include (' || columns.included || ')',
      case when i.indnullsnotdistinct then ' nulls not distinct' end,
      ' with (' || options.list || ')',
      ' tablespace ' || quote_ident(ts.spcname),
      ' where ' || index_statement.predicate
    )
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_am as am on am.oid = c.relam
    inner join pg_class as t on t.oid = i.indrelid
    inner join pg_namespace as n on n.oid = t.relnamespace
    left join pg_tablespace as ts on ts.oid = c.reltablespace
    cross join lateral (
      select
        string_agg(
          concat(
            quote_ident(a.attname),
            case
              when co.oid <> a.attcollation then format(' collate %I.%I', con.nspname, co.collname)
            end,
            case
              when not oc.opcdefault then format(' %I.%I', ocn.nspname, oc.opcname)
            end,
            (array['', ' desc nulls last', ' nulls first', ' desc'])[
              i.indoption[k.ordinal::integer - 1] + 1
            ]
          ),
          ', ' order by k.ordinal
        ) filter (where k.ordinal <= i.indnkeyatts) as keys,
        string_agg(quote_ident(a.attname), ', ' order by k.ordinal)
          filter (where k.ordinal > i.indnkeyatts) as included
      from unnest(i.indkey::smallint[]) with ordinality as k (attnum, ordinal)
      inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
      -- The vectors count from 0 and do not reach the INCLUDE columns.
      left join pg_collation as co on co.oid = i.indcollation[k.ordinal::integer - 1]
      left join pg_namespace as con on con.oid = co.collnamespace
      left join pg_opclass as oc on oc.oid = i.indclass[k.ordinal::integer - 1]
      left join pg_namespace as ocn on ocn.oid = oc.opcnamespace
    ) as columns
    cross join lateral (
      select string_agg(format('%I = %L', o.option_name, o.option_value), ', ') as list
      from pg_options_to_table(c.reloptions) as o
    ) as options
    where i.indexrelid = index_statement.index_oid
      and c.relkind = 'i'
      and i.indexprs is null
      and not exists (
        select
        from pg_attribute as p
        where p.attrelid = i.indexrelid
          and p.attoptions is not null
      )
  );
end
$$;

comment on function steward_internal.index_statement(oid, name, text) is $doc$
Writes the CREATE INDEX CONCURRENTLY that builds an index like another.

pg_get_indexdef() would do, but it opens the table and waits behind a queued ALTER TABLE.

@param index_oid The index to copy.
@param index_name Name of the new index.
@param predicate What follows WHERE, whatever the copied index has; null for an index of all rows.
@returns The statement; null for what it cannot write: expressions, parameters of operator classes, and indexes of partitioned tables, which cannot be built concurrently.
@access steward_reader
@example select steward_internal.index_statement(indexrelid, 'copy', null) from steward_internal.user_indexes;
$doc$;

revoke all on function steward_internal.index_statement(oid, name, text) from public;
