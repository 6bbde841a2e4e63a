create or replace function steward_internal.decide_index_drops()
returns table (index_oid oid, check_id text, survivor_oid oid)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with of_no_use as materialized (
    select distinct on (w.index_oid) w.index_oid, w.check_id
    from (
      select 1, u.relid, 'unused_indexes'
      from steward_internal.idle_indexes(1048576) as u
      where u.kept_because is null
        and u.verdict = 'unused'
      union all
      select 2, r.index_oid, 'rarely_used_indexes'
      from steward_internal.rarely_used_index_rows() as r
      union all
      select 3, l.index_oid, 'low_cardinality_indexes'
      from steward_internal.low_cardinality_index_rows() as l
    ) as w (preference, index_oid, check_id)
    order by w.index_oid, w.preference
  ),
  compared as materialized (
    select x.*, o.index_oid is not null as is_of_no_use
    from steward_internal.comparable_indexes() as x
    left join of_no_use as o on o.index_oid = x.index_oid
  ),
  ranked as (
    select
      c.index_oid,
      c.predicate,
      c.is_unique,
      c.uniqueness,
      first_value(c.index_oid) over preference as survivor_oid,
      first_value(c.uniqueness) over preference as survivor_uniqueness,
      first_value(c.predicate) over preference as survivor_predicate,
      first_value(c.is_of_no_use) over preference as is_survivor_of_no_use
    from compared as c
    window preference as (
      partition by c.definition
      order by c.is_needed desc, c.is_unique desc, c.is_clustered desc, c.is_of_no_use,
        c.predicate is not null, c.index_oid
    )
  ),
  duplicates as materialized (
    select r.index_oid, r.survivor_oid
    from ranked as r
    where r.index_oid <> r.survivor_oid
      -- A unique index also says something that its plain twin does not.
      and (not r.is_unique or r.uniqueness = r.survivor_uniqueness)
      and (r.survivor_predicate is null or r.survivor_predicate = r.predicate)
      and not r.is_survivor_of_no_use
  ),
  staying as materialized (
    select c.*
    from compared as c
    where c.access_method = 'btree'
      and not c.is_of_no_use
      and (c.is_needed or c.index_oid not in (select d.index_oid from duplicates as d))
  ),
  redundant as materialized (
    select s.index_oid, l.index_oid as longer_oid, cardinality(l.key_columns) as longer_count
    from staying as s
    inner join staying as l on l.table_oid = s.table_oid
      and l.predicate is not distinct from s.predicate
      and l.tablespace_oid = s.tablespace_oid
      and cardinality(l.key_columns) > cardinality(s.key_columns)
      and l.key_columns[1:cardinality(s.key_columns)] = s.key_columns
    where not s.is_unique
      and not s.is_needed
      and not s.is_clustered
      and s.included_columns is null
  )
  select o.index_oid, o.check_id, null::oid
  from of_no_use as o
  where o.index_oid not in (select d.index_oid from duplicates as d)
  union all
  select d.index_oid, 'duplicate_indexes', d.survivor_oid
  from duplicates as d
  union all
  select r.index_oid, 'redundant_indexes', r.longer_oid
  from (
    select distinct on (s.index_oid) s.index_oid, s.longer_oid
    from redundant as s
    -- Of a chain the longest stays; what is a prefix of its prefix is one of it, too.
    where s.longer_oid not in (select other.index_oid from redundant as other)
    order by s.index_oid, s.longer_count, s.longer_oid
  ) as r
$$;

comment on function steward_internal.decide_index_drops() is $doc$
Decides which indexes are to go, and because of which others.

One decision for all checks that propose to drop an index, so that none goes because of one that goes as well,
and each goes only once. Unused ones stand in for nobody; of equal ones that which is needed, unique, the cluster
order or used stays; a prefix goes because of an index that stays.

@returns One row for each index, with the check that says so and the index that does its work from then on: null if there is no work. A duplicate on which a constraint or the replica identity rests is listed, but cannot simply be dropped.
@access steward_reader
@example select index_oid::regclass, check_id, survivor_oid::regclass from steward_internal.decide_index_drops();
$doc$;

revoke all on function steward_internal.decide_index_drops() from public;
