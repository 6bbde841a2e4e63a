create or replace function steward_internal.column_time_zones(target oid, age_column name)
returns table (zone text, source text, is_understood boolean)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with column_default as (
    select steward_internal.local_time_origin(
      coalesce(
        pg_get_expr(d.adbin, d.adrelid),
        pg_get_expr(t.typdefaultbin, 0::oid)
      ),
      a.attgenerated <> ''
    ) as origin,
    case when a.attgenerated = '' then 'the default' else 'the expression' end as name,
    a.attgenerated = '' and exists (
      select
      from pg_trigger as g
      where (
          g.tgrelid = a.attrelid
          or g.tgrelid in (select p.relid from pg_partition_tree(a.attrelid::regclass) as p)
        )
        and not g.tgisinternal
        and g.tgenabled <> 'D'
        -- BEFORE, and FOR EACH ROW, and INSERT or UPDATE.
        and (g.tgtype & 3) = 3
        and (g.tgtype & 20) <> 0
    ) as has_trigger
    from pg_attribute as a
    inner join pg_type as t on t.oid = a.atttypid
    left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = column_time_zones.target
      and a.attname = column_time_zones.age_column
      and a.attnum > 0
  ),
  settings as (
    select s.setdatabase, s.setrole, steward_internal.canonical_time_zone(substring(c.entry from '=(.*)$')) as zone
    from pg_db_role_setting as s
    cross join lateral unnest(s.setconfig) as c (entry)
    where lower(split_part(c.entry, '=', 1)) = 'timezone'
      and s.setdatabase in (0, (select d.oid from pg_database as d where d.datname = current_database()))
  )
  select d.origin ->> 'zone', d.name || ' of the column', true
  from column_default as d
  where d.origin ? 'zone'
    and not d.has_trigger
  union
  -- The day ends there last.
  select 'Etc/GMT+12', case when d.has_trigger then 'a trigger may set it' else d.name || ' is not understood' end, false
  from column_default as d
  where d.has_trigger
    or d.origin ->> 'kind' = 'unknown'
  union
  select e.zone, e.source, true
  from column_default as d
  cross join lateral (
    select s.zone,
      case when s.setrole = 0 then 'TimeZone of the database' else format('TimeZone of role %I', s.setrole::regrole::name) end as source
    from settings as s
    where s.setrole <> 0
      or s.setdatabase <> 0
      or not exists (select from settings as o where o.setrole = 0 and o.setdatabase <> 0)
    union all
    select steward_internal.server_time_zone(), 'TimeZone of the server'
    where not exists (select from settings as s where s.setrole = 0)
    union all
    -- Whoever writes the values may well keep to UTC.
    select 'UTC', 'no default says which'
    where d.origin ->> 'kind' = 'none'
  ) as e
  where not d.origin ? 'zone'
    or d.has_trigger
$$;

comment on function steward_internal.column_time_zones(oid, name) is $doc$
Gathers in which time zones the local times of a column may have been written.

A default that names a zone settles it. Otherwise it is the zone of the sessions that write: that of the database, of each role that has
one of its own, or else of the server; and where no default takes the time from the clock, UTC as well. Where a trigger may set the column,
or its default is not understood, it may be any zone, so the one in which the day ends last is among them.

@param target The table.
@param age_column The column, a timestamp without time zone or a date.
@returns One row for each zone, where it comes from, and whether that is understood; the zone is null where it cannot be seen.
@access steward_reader
@example begin; create table public.local (at timestamp default (now() at time zone 'UTC')); select * from steward_internal.column_time_zones('public.local'::regclass, 'at'); rollback;
$doc$;

revoke all on function steward_internal.column_time_zones(oid, name) from public;
