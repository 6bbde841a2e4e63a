create or replace function steward_internal.index_drop_statements(index_oids oid[])
returns table (index_oid oid, fix_sql text[], undo_sql text[])
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with rebuilds as materialized (
    select
      b.index_oid,
      b.statements,
      i.indrelid,
      i.indkey,
      i.indnkeyatts,
      i.indexprs is not null and i.indpred is null as has_statistics,
      c.relkind,
      t.relname as table_name,
      n.nspname,
      format('%I.%I', n.nspname, c.relname) as qualified_name,
      format('%I.%I', n.nspname, t.relname) as qualified_table_name
    from steward_internal.index_rebuild_statements(index_drop_statements.index_oids) as b
    inner join pg_index as i on i.indexrelid = b.index_oid
    inner join pg_class as c on c.oid = b.index_oid
    inner join pg_class as t on t.oid = i.indrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
  ),
  drops as materialized (
    select d.index_oid from steward_internal.index_drops() as d
  ),
  expressions as (
    select b.*, e.text, a.attstattarget
    from rebuilds as b
    cross join lateral generate_series(1, b.indnkeyatts) as k (position)
    inner join pg_attribute as a on a.attrelid = b.index_oid and a.attnum = k.position
    cross join lateral (select pg_get_indexdef(b.index_oid, k.position, false)) as e (text)
    -- The planner asks neither a partial index nor one that is told to keep none.
    where b.has_statistics
      and b.indkey[k.position - 1] = 0
      and coalesce(a.attstattarget, -1) <> 0
      and not exists (
        select
        from pg_index as other
        cross join lateral generate_series(1, other.indnkeyatts) as o (position)
        where other.indrelid = b.indrelid
          and other.indexprs is not null
          and other.indpred is null
          and other.indisvalid
          and other.indexrelid <> b.index_oid
          and other.indexrelid not in (select d.index_oid from drops as d)
          and pg_get_indexdef(other.indexrelid, o.position, false) = e.text
      )
      and not exists (
        select
        from pg_statistic_ext as s
        cross join lateral unnest(pg_get_statisticsobjdef_expressions(s.oid)) as x (text)
        where s.stxrelid = b.indrelid
          and e.text in (x.text, format('(%s)', x.text))
      )
  ),
  named as (
    select e.*, format('%I.%I', e.nspname, format('%s_%s_stat', left(e.table_name, 12), left(md5(e.text), 8))) as name
    from expressions as e
  ),
  statistics as (
    select
      x.index_oid,
      array_agg(format('create statistics if not exists %s on (%s) from %s;', x.name, x.text, x.qualified_table_name))
        || coalesce(
          array_agg(format('alter statistics %s set statistics %s;', x.name, x.attstattarget))
            filter (where x.attstattarget > 0),
          '{}'
        ) as creations,
      array_agg(format('drop statistics if exists %s;', x.name)) as removals
    from named as x
    group by x.index_oid
  )
  select
    b.index_oid,
    s.creations
      || case when b.has_statistics then array[format('analyze %s;', b.qualified_table_name)] end
      || format('drop index%s %s;', case when b.relkind = 'i' then ' concurrently' end, b.qualified_name),
    b.statements || s.removals
      || case when b.has_statistics then array[format('analyze %s;', b.qualified_table_name)] end
  from rebuilds as b
  left join statistics as s on s.index_oid = b.index_oid
$$;

comment on function steward_internal.index_drop_statements(oid[]) is $doc$
Writes the statements that drop indexes, and those that undo it.

An index on an expression is also what the planner knows about its values: before it goes, unless another index
or a statistics object knows them, CREATE STATISTICS keeps them. A partitioned index cannot be dropped concurrently.

@param index_oids The indexes.
@returns One row for each index that no other session has locked.
@access steward_reader
@example select s.fix_sql, s.undo_sql from steward_internal.index_drop_statements('{}') as s;
$doc$;

revoke all on function steward_internal.index_drop_statements(oid[]) from public;
