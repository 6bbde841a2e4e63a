create or replace function steward_internal.rebuild_leftovers(rebuild text default null)
returns table (leftover_oid oid, index_oid oid, statement text)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with wanted as materialized (
    select to_regclass(
      substring(rebuild_leftovers.rebuild from '^reindex index concurrently (.+);$')
    )::oid as index_oid
  ),
  indexes as materialized (
    select
      i.indexrelid,
      i.indrelid,
      i.indisvalid,
      c.relname::text as index_name,
      n.nspname,
      concat_ws(
        '/', c.relam, i.indnkeyatts, i.indkey, i.indclass, i.indcollation, i.indoption, i.indisunique, i.indnullsnotdistinct,
        -- Where in the source text a node stood does not make it another expression.
        regexp_replace(concat(i.indexprs::text, '/', i.indpred::text), ' :location -?\d+', '', 'g')
      ) as definition
    from pg_index as i
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'i'
      and i.indrelid in (select v.indrelid from pg_index as v where not v.indisvalid)
  ),
  leftovers as (
    select x.*, substring(x.index_name from '^(.+)_cc(?:new|old)\d*$') as stem
    from indexes as x
    where not x.indisvalid
      and x.index_name ~ '_cc(new|old)\d*$'
      and x.indexrelid not in (select steward_internal.busy_indexes())
      and not exists (select from pg_constraint as con where con.conindid = x.indexrelid)
      and not exists (select from pg_inherits as h where h.inhrelid = x.indexrelid)
  )
  select l.indexrelid, original.indexrelid, format('drop index concurrently %I.%I;', l.nspname, l.index_name)
  from leftovers as l
  cross join lateral (
    select x.indexrelid
    from indexes as x
    where x.indrelid = l.indrelid
      and x.indexrelid <> l.indexrelid
      and x.definition = l.definition
      and (
        x.index_name = l.stem
        -- A long name is cut at 63 bytes, and never within a character.
        or octet_length(l.index_name) >= 60 and starts_with(x.index_name, l.stem)
      )
    order by x.index_name ~ '_cc(new|old)\d*$', x.index_name = l.stem desc, x.index_name
    limit 1
  ) as original
  cross join wanted as w
  where rebuild_leftovers.rebuild is null
    or w.index_oid = original.indexrelid
    or w.index_oid in (select a.relid from pg_partition_ancestors(original.indexrelid) as a (relid))
  order by 3
$$;

comment on function steward_internal.rebuild_leftovers(text) is $doc$
Lists the indexes that a failed REINDEX CONCURRENTLY has left.

One is known by its name, which is that of the rebuilt index with _ccnew or _ccold and perhaps a number behind it, by the same
definition on the same table, and by being invalid while no session is at it. An index that only looks so, because
somebody named his own like that, has no such original.

@param rebuild A statement `reindex index concurrently ...;`: only what it has left, also of the index of a partition; null for all.
@returns One row for each leftover, with the index that was to be rebuilt and the statement that removes the leftover.
@access steward_reader
@example select leftover_oid::regclass, statement from steward_internal.rebuild_leftovers();
$doc$;

revoke all on function steward_internal.rebuild_leftovers(text) from public;
