create or replace function steward_internal.column_time_zones(target oid, age_column name)
returns table (zone text, source text)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with column_default as (
    select
      coalesce(
        substring(x.expression from $re$^\(*(?:date_trunc\('\w+'::text, \(*)?(?:now\(\)|CURRENT_TIMESTAMP(?:\(\d\))?|\w+_timestamp\(\)) AT TIME ZONE '([^']+)'::text\)*(?:::(?:date|timestamp(?:\(\d\))? without time zone))?\)*\Z$re$),
        substring(x.expression from $re$^\(*(?:date_trunc\('\w+'::text, \(*)?timezone\('([^']+)'::text, (?:now\(\)|CURRENT_TIMESTAMP(?:\(\d\))?|\w+_timestamp\(\))\)*(?:::(?:date|timestamp(?:\(\d\))? without time zone))?\)*\Z$re$),
        case
          -- What is generated does not depend on the session, so its operand has a zone.
          when a.attgenerated <> ''
            then substring(x.expression from $re$^\(*\w+ AT TIME ZONE '([^']+)'::text\)*(?:::date)?\)*\Z$re$)
        end
      ) as zone,
      coalesce(x.expression ~ 'now\(\)|CURRENT_|LOCALTIME|_timestamp\(\)', false) as is_clock
    from pg_attribute as a
    left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    cross join lateral (select pg_get_expr(d.adbin, d.adrelid) as expression) as x
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
  select d.zone, 'the default of the column'
  from column_default as d
  where d.zone is not null
  union
  select e.zone, e.source
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
    where not d.is_clock
  ) as e
  where d.zone is null
$$;

comment on function steward_internal.column_time_zones(oid, name) is $doc$
Gathers in which time zones the local times of a column may have been written.

A default that names a zone settles it. Otherwise it is the zone of the sessions that write: that of the database, of each role that has
one of its own, or else of the server; and where no default takes the time from the clock, UTC as well.

@param target The table.
@param age_column The column, a timestamp without time zone or a date.
@returns One row for each zone and where it comes from; the zone is null where it cannot be seen.
@access steward_reader
@example begin; create table public.local (at timestamp default (now() at time zone 'UTC')); select * from steward_internal.column_time_zones('public.local'::regclass, 'at'); rollback;
$doc$;

revoke all on function steward_internal.column_time_zones(oid, name) from public;
