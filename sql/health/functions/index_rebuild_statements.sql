create or replace function steward_internal.index_rebuild_statements(index_oids oid[])
returns table (index_oid oid, statements text[])
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with locked as materialized (
    select l.relation from steward_internal.locked_relations() as l (relation)
  ),
  wanted as materialized (
    select
      i.indexrelid,
      i.indisunique,
      i.indisclustered,
      c.relname,
      c.relkind,
      s.spcname,
      format('%I.%I', n.nspname, c.relname) as qualified_name,
      format('%I.%I', n.nspname, t.relname) as table_name,
      obj_description(i.indexrelid, 'pg_class') as description
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_class as t on t.oid = i.indrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    left join pg_tablespace as s on s.oid = c.reltablespace
    where i.indexrelid = any (index_rebuild_statements.index_oids)
      -- pg_get_indexdef() waits for locks.
      and i.indexrelid not in (select l.relation from locked as l)
      and i.indrelid not in (select l.relation from locked as l)
  )
  select
    w.indexrelid,
    array_remove(
      array[
        'set default_tablespace = ' || quote_ident(w.spcname) || ';',
        regexp_replace(
          pg_get_indexdef(w.indexrelid),
          '^CREATE (?:UNIQUE )?INDEX ("(?:[^"]|"")+"|[^" ]+) ON (?:ONLY )?',
          format(
            'create %sindex %s\1 on ',
            case when w.indisunique then 'unique ' end,
            case when w.relkind = 'i' then 'concurrently ' end
          )
        ) || ';',
        case when w.spcname is not null then 'reset default_tablespace;' end,
        format('comment on index %s is ', w.qualified_name) || quote_literal(w.description) || ';',
        case
          when w.indisclustered then format('alter table %s cluster on %I;', w.table_name, w.relname)
        end
      ] || (
        select array_agg(
          format('alter index %s alter column %s set statistics %s;',
            w.qualified_name, a.attnum, a.attstattarget)
          order by a.attnum
        )
        from pg_attribute as a
        where a.attrelid = w.indexrelid
          and a.attstattarget >= 0
      ),
      null
    )
  from wanted as w
$$;

comment on function steward_internal.index_rebuild_statements(oid[]) is $doc$
Writes the statements that build indexes again after they have been dropped.

The index keeps its name, definition, tablespace, comment, statistics targets and CLUSTER mark. It is
built concurrently, except on a partitioned table, where that is not possible.

@param index_oids The indexes.
@returns One row for each index. Indexes that another session has locked, or whose table it has locked, are left out, because their definition cannot be read without waiting.
@access steward_reader
@example select * from steward_internal.index_rebuild_statements(array['steward.settings_pkey'::regclass]);
$doc$;

revoke all on function steward_internal.index_rebuild_statements(oid[]) from public;
