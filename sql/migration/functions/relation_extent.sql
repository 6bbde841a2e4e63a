create or replace function steward_internal.relation_extent(relation oid)
returns table (bytes bigint, row_estimate bigint)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with recursive parts as (
    select relation_extent.relation as relid
    union all
    select h.inhrelid
    from parts as p
    inner join pg_inherits as h on h.inhparent = p.relid
  ),
  -- The size of what was never analyzed is in no catalog, and asking for it waits for who has locked it.
  measured as (
    select
      c.reltuples,
      case
        when c.reltuples >= 0 or c.relkind = 'p' or c.oid in (select l from steward_internal.locked_relations() as l)
          then c.relpages * current_setting('block_size')::bigint
        else pg_relation_size(c.oid)
      end as bytes
    from parts as p
    inner join pg_class as c on c.oid = p.relid
    where c.relkind in ('r', 'p', 'm')
  )
  select sum(m.bytes)::bigint, (sum(m.reltuples) filter (where m.reltuples >= 0))::bigint
  from measured as m
$$;

comment on function steward_internal.relation_extent(oid) is $doc$
Estimates how large a table is, with its partitions, and waits for nobody.

@param relation The table.
@returns Its bytes without indexes and TOAST, and its rows; null where nothing is known.
@access steward_reader
@example select * from steward_internal.relation_extent('steward.settings'::regclass);
$doc$;

revoke all on function steward_internal.relation_extent(oid) from public;
