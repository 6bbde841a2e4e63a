create or replace function steward_internal.foreign_key_drops()
returns table (constraint_oid oid, check_id text, survivor_oid oid, is_droppable boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with keys as materialized (
    select
      f.*,
      f.relid = f.target_relid and not exists (
        select
        from unnest(f.key_pairs) as k (pair)
        where split_part(k.pair, '=', 1) <> split_part(k.pair, '=', 2)
      ) as is_of_row_itself
    from steward_internal.user_foreign_keys() as f
  ),
  ranked as (
    select
      k.constraint_oid,
      k.behaviour,
      first_value(k.constraint_oid) over preference as survivor_oid,
      first_value(k.behaviour) over preference as survivor_behaviour
    from keys as k
    where not k.is_of_row_itself
    window preference as (
      partition by k.relid, k.target_relid, k.key_pairs
      order by k.is_enforced desc, k.is_validated desc, k.constraint_oid
    )
  ),
  duplicates as materialized (
    select r.constraint_oid, r.survivor_oid, r.behaviour = r.survivor_behaviour as is_droppable
    from ranked as r
    where r.constraint_oid <> r.survivor_oid
  ),
  staying as materialized (
    select k.*
    from keys as k
    where not k.is_of_row_itself
      and k.constraint_oid not in (select d.constraint_oid from duplicates as d where d.is_droppable)
  ),
  pairs as materialized (
    select
      s.constraint_oid,
      l.constraint_oid as longer_oid,
      cardinality(l.key_pairs) as longer_count,
      l.is_validated
        and l.behaviour = s.behaviour
        and not exists (
          select
          from pg_attribute as a
          where a.attrelid = l.relid
            and a.attnum = any (l.attnums)
            and not a.attnotnull
        ) as is_droppable
    from staying as s
    inner join staying as l
      on l.relid = s.relid
      and l.target_relid = s.target_relid
      and cardinality(l.key_pairs) > cardinality(s.key_pairs)
      and l.key_pairs @> s.key_pairs
  )
  select k.constraint_oid, 'self_referencing_row_keys', null::oid, true
  from keys as k
  where k.is_of_row_itself
  union all
  select d.constraint_oid, 'duplicate_foreign_keys', d.survivor_oid, d.is_droppable
  from duplicates as d
  union all
  select o.constraint_oid, 'overlapping_foreign_keys', o.longer_oid, o.is_droppable
  from (
    select distinct on (p.constraint_oid) p.*
    from pairs as p
    -- A key that implies this one and goes because of a longer one leaves it to that.
    order by
      p.constraint_oid,
      p.is_droppable desc,
      p.longer_oid in (select other.constraint_oid from pairs as other where other.is_droppable),
      p.longer_count,
      p.longer_oid
  ) as o
$$;

comment on function steward_internal.foreign_key_drops() is $doc$
Decides which foreign keys say nothing that another one does not say.

One decision for all checks that propose to drop a key or to repair it, so that none goes because of one that goes as
well, and nothing is done to a key that goes. Of equal ones the enforced, valid and oldest stays.

@returns One row for each key, with the check that says so, the key that remains, and whether it can be dropped; not where the rules of the two differ, or a null lets rows escape the longer one.
@access steward_reader
@example select check_id, is_droppable from steward_internal.foreign_key_drops();
$doc$;

revoke all on function steward_internal.foreign_key_drops() from public;
