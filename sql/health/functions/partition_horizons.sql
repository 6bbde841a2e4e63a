create or replace function steward_internal.partition_horizons(as_of timestamptz)
returns table (
  relid oid,
  schema_name name,
  relation_name name,
  qualified_name text,
  column_name name,
  last_bound text,
  days_left numeric,
  upcoming_count bigint
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tables as materialized (
    select r.relid, r.schema_name, r.relation_name, r.qualified_name, a.attname
    from pg_partitioned_table as pt
    inner join steward_internal.user_relations as r on r.relid = pt.partrelid
    inner join pg_attribute as a on a.attrelid = pt.partrelid and a.attnum = pt.partattrs[0]
    where pt.partstrat = 'r'
      and pt.partnatts = 1
      and pt.partdefid = 0
      and a.atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)
      -- Ranges within a range end where that ends.
      and (
        not r.is_partition
        or not exists (
          select
          from pg_partition_ancestors(r.relid) as above (relid)
          inner join pg_partitioned_table as outer_table on outer_table.partrelid = above.relid
          where above.relid <> r.relid
            and outer_table.partstrat = 'r'
        )
      )
  ),
  bounds as (
    select
      t.relid,
      -- Without a relation it waits for no lock; what is not quoted is MINVALUE or MAXVALUE.
      substring(b.text from 'FROM \(''([^'']+)''\)')::timestamptz as lower_bound,
      coalesce(substring(b.text from 'TO \(''([^'']+)''\)'), 'infinity')::timestamptz as upper_bound,
      substring(b.text from 'TO \((.+)\)$') as upper_text
    from tables as t
    inner join pg_inherits as h on h.inhparent = t.relid
    inner join pg_class as c on c.oid = h.inhrelid
    cross join lateral (select pg_get_expr(c.relpartbound, 0) as text) as b
    where not h.inhdetachpending
  ),
  last as (
    select
      b.relid,
      max(b.upper_bound) as upper_bound,
      (array_agg(b.upper_text order by b.upper_bound desc))[1] as upper_text,
      count(*) filter (where b.lower_bound > partition_horizons.as_of) as upcoming_count
    from bounds as b
    group by b.relid
  )
  select
    t.relid,
    t.schema_name,
    t.relation_name,
    t.qualified_name,
    t.attname,
    l.upper_text,
    -- Rounded up, so that it is above zero to the end.
    round(ceil(extract(epoch from l.upper_bound - partition_horizons.as_of) / 8640) / 10, 1),
    l.upcoming_count
  from last as l
  inner join tables as t on t.relid = l.relid
  where isfinite(l.upper_bound)
$$;

comment on function steward_internal.partition_horizons(timestamptz) is $doc$
Tells up to when tables that are partitioned by time have partitions.

Looked at are tables partitioned by the range of one date or timestamp column, without a default
partition, and such partitions of tables that are not themselves partitioned by range.

@param as_of The time from which the days are counted; bounds without a time zone are read in that of the session.
@returns One row for each table whose last partition has an end. `days_left` is negative if that has passed, `upcoming_count` says how many partitions have not begun yet.
@access steward_reader
@example select qualified_name, days_left from steward_internal.partition_horizons(now());
$doc$;

revoke all on function steward_internal.partition_horizons(timestamptz) from public;
