create or replace function steward_internal.foreign_key_index_proposals()
returns table (
  constraint_oid oid,
  index_name name,
  attnums smallint[],
  first_constraint name,
  leftover_name text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive uncovered as materialized (
    select
      con.oid,
      con.conname,
      con.conrelid,
      con.connamespace,
      con.conkey,
      (select array_agg(k.attnum order by k.attnum) from unnest(con.conkey) as k (attnum)) as members,
      (
        select format('%I.%I', n.nspname, ic.relname)
        from pg_index as i
        inner join pg_class as ic on ic.oid = i.indexrelid
        inner join pg_namespace as n on n.oid = ic.relnamespace
        where i.indrelid = con.conrelid
          and not i.indisvalid
          and i.indislive
          and i.indpred is null
          and ic.relkind = 'i'
          -- Such a one is not rebuilt, but dropped.
          and ic.relname !~ '_cc(new|old)\d*$'
          and cardinality(con.conkey) <= i.indnkeyatts
          and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey
        order by i.indexrelid
        limit 1
      ) as leftover_name
    from pg_constraint as con
    inner join steward_internal.user_tables as r on r.relid = con.conrelid
    inner join steward_internal.user_relations as target on target.relid = con.confrelid
    where con.contype = 'f'
      and not exists (
        select
        from pg_index as i
        inner join pg_class as ic on ic.oid = i.indexrelid
        inner join pg_am as am on am.oid = ic.relam
        where i.indrelid = con.conrelid
          and i.indisvalid
          and am.amname in ('btree', 'hash', 'gist', 'spgist')
          -- The leading columns in any order; indkey counts from 0, and INCLUDE columns come last.
          and cardinality(con.conkey) <= i.indnkeyatts
          and (i.indkey::smallint[])[0:cardinality(con.conkey) - 1] @> con.conkey
          and (i.indpred is null or steward_internal.is_implied_by_not_null(i.indexrelid, con.conkey::integer[]))
      )
  ),
  sets as materialized (
    select u.conrelid, u.members, min(u.oid) as first_oid
    from uncovered as u
    where u.leftover_name is null
    group by u.conrelid, u.members
  ),
  -- An index begins with one of the smaller keys at most, and this one with one at most again.
  nested as materialized (
    select distinct on (pair.conrelid, pair.members) pair.*
    from (
      select distinct on (s.conrelid, s.members) s.conrelid, l.members, s.members as inner_members
      from sets as s
      inner join sets as l
        on l.conrelid = s.conrelid
        and l.members @> s.members
        and l.members <> s.members
      order by s.conrelid, s.members, cardinality(l.members), l.first_oid
    ) as pair
    order by pair.conrelid, pair.members, cardinality(pair.inner_members) desc, pair.inner_members
  ),
  chains (conrelid, members, inner_members) as (
    select s.conrelid, s.members, s.members
    from sets as s
    where not exists (
      select
      from nested as n
      where n.conrelid = s.conrelid
        and n.inner_members = s.members
    )
    union all
    select c.conrelid, c.members, n.inner_members
    from chains as c
    inner join nested as n on n.conrelid = c.conrelid and n.members = c.inner_members
  ),
  indexes as (
    select
      s.conrelid,
      s.members,
      first.conname as first_constraint,
      first.connamespace,
      t.relname,
      (
        select array_agg(k.attnum order by k.depth, k.leads_another, k.position)
        from (
          select
            w.attnum,
            w.position,
            min(cardinality(c.inner_members)) as depth,
            -- Otherwise that index would be a prefix of the new one.
            exists (
              select
              from pg_index as i
              where i.indrelid = s.conrelid
                and i.indkey[0] = w.attnum
                and i.indnatts < cardinality(s.members)
                and i.indpred is null
                and not i.indisunique
            ) as leads_another
          from unnest(first.conkey) with ordinality as w (attnum, position)
          inner join chains as c
            on c.conrelid = s.conrelid
            and c.members = s.members
            and w.attnum = any (c.inner_members)
          group by w.attnum, w.position
        ) as k
      ) as attnums
    from sets as s
    inner join uncovered as first on first.oid = s.first_oid
    inner join pg_class as t on t.oid = s.conrelid
    where exists (
      select
      from chains as c
      where c.conrelid = s.conrelid
        and c.members = s.members
    )
  ),
  described as (
    select
      x.*,
      (
        select concat_ws('_', x.relname, string_agg(a.attname, '_' order by k.position), 'idx')
        from unnest(x.attnums) with ordinality as k (attnum, position)
        inner join pg_attribute as a on a.attrelid = x.conrelid and a.attnum = k.attnum
      ) as name
    from indexes as x
  ),
  named as (
    select
      d.*,
      case
        when octet_length(d.name) > 63
          or d.name_count > 1
          or exists (
            select
            from pg_class as taken
            where taken.relname = d.name
              and taken.relnamespace = d.connamespace
          )
          then format('%s_%s_idx', left(d.relname, 12), left(md5(d.distinct_name), 8))
        else d.name
      end as index_name
    from (
      select
        x.*,
        o.name_count,
        -- Two tables may join their names and columns to the same.
        case when o.name_count > 1 then format('%s %s', x.relname, x.name) else x.name end as distinct_name
      from described as x
      cross join lateral (
        select count(*) as name_count
        from described as other
        where other.connamespace = x.connamespace
          and other.name = x.name
      ) as o
    ) as d
  )
  select u.oid, n.index_name::name, n.attnums, n.first_constraint, null
  from named as n
  inner join chains as c on c.conrelid = n.conrelid and c.members = n.members
  inner join uncovered as u on u.conrelid = n.conrelid and u.members = c.inner_members
  where u.leftover_name is null
  union all
  select u.oid, null, u.conkey, null, u.leftover_name
  from uncovered as u
  where u.leftover_name is not null
$$;

comment on function steward_internal.foreign_key_index_proposals() is $doc$
Proposes the indexes that foreign keys lack, one for all keys that it serves.

Keys with the same columns share one, and so do a key and a longer one that contains it: the columns of the shorter
come first. An index that exists and is invalid needs a rebuild, and no second one beside it.

@returns One row for each foreign key that no index begins with: the index that would serve it, its columns in order, and the key that proposes it; or the invalid index that will serve it.
@access steward_reader
@example select index_name, attnums from steward_internal.foreign_key_index_proposals();
$doc$;

revoke all on function steward_internal.foreign_key_index_proposals() from public;
