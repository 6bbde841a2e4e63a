create or replace function steward_internal.index_builds(relation oid, schema oid)
returns table (index_id oid, index_name text, bare_name name, is_valid boolean, is_being_built boolean, is_leftover boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with named as (
    select coalesce(i.indrelid, c.oid) as oid
    from pg_class as c
    left join pg_index as i on i.indexrelid = c.oid
    where (index_builds.relation is null or c.oid = index_builds.relation)
      and (index_builds.schema is null or c.relnamespace = index_builds.schema)
      and c.relkind in ('r', 'm', 'p', 'i', 'I')
  ),
  tables as (
    select distinct t.oid, t.reltoastrelid
    from named as n
    cross join lateral (
      select n.oid union all select p.relid from pg_partition_tree(n.oid) as p
    ) as p (oid)
    inner join pg_class as t on t.oid = p.oid
  ),
  builds as (
    select
      i.indexrelid, i.indrelid, i.indisvalid and i.indisready and i.indislive as is_valid,
      row(
        i.indnatts, i.indisunique, i.indisexclusion, i.indkey::text, i.indclass::text, i.indcollation::text,
        i.indoption::text, pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid), c.relam, c.reloptions
      )::text as definition,
      format('%I.%I', n.nspname, c.relname) as index_name, c.relname
    from pg_index as i
    inner join tables as t on i.indrelid in (t.oid, t.reltoastrelid)
    inner join pg_class as c on c.oid = i.indexrelid
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'i'
  )
  select
    b.indexrelid, b.index_name, b.relname, b.is_valid,
    exists (
      select from pg_locks as l
      where l.locktype = 'relation'
        and l.database = (select d.oid from pg_database as d where d.datname = current_database())
        and l.relation = b.indrelid
        and l.mode in ('ShareUpdateExclusiveLock', 'ShareLock')
        and l.granted
    ),
    not b.is_valid and exists (
      select from builds as o where o.indrelid = b.indrelid and o.is_valid and o.definition = b.definition
    )
  from builds as b
$$;

comment on function steward_internal.index_builds(oid, oid) is $doc$
Lists the indexes of what a statement with CONCURRENTLY names.

@param relation A table, its partitions and its TOAST table included, or an index, for all of its table; null: all.
@param schema All relations of it; null: of any.
@returns One row for each index: is_valid; is_being_built, while a session holds a lock on its table that builds take; is_leftover, if it is
  not valid and another one of the same definition is.
@access steward_admin
@example select index_name, is_leftover from steward_internal.index_builds('steward.schedules'::regclass, null) where not is_valid;
$doc$;

revoke all on function steward_internal.index_builds(oid, oid) from public;
