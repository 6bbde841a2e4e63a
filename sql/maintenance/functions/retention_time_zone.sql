create or replace function steward_internal.retention_time_zone(
  target oid,
  age_column name,
  age_kind text,
  out time_zone text,
  out time_zone_from text
)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    coalesce(
      -- The window of a policy is in the first.
      (select string_agg(n.zone, ', ' order by n.zone = 'Etc/GMT+12', n.zone) from unnest(array_agg(distinct x.zone)) as n (zone)),
      'UTC'
    ),
    coalesce(string_agg(distinct x.source, '; '), 'default')
  from steward_internal.column_time_zones(retention_time_zone.target, retention_time_zone.age_column) as z
  cross join lateral (
    select coalesce(z.zone, 'Etc/GMT+12') as zone, z.source || coalesce(': ' || z.zone, ', which cannot be seen here') as source
  ) as x
  where retention_time_zone.age_kind in ('timestamp', 'date')
$$;

comment on function steward_internal.retention_time_zone(oid, name, text) is $doc$
Concludes in which time zones a policy reads local times when nobody says so.

Where a zone cannot be seen, or a default is not understood, the one in which the day ends last is among them.

@param target The table.
@param age_column The column that says how old a row is.
@param age_kind What kind of age it holds.
@returns The zones, separated by comma and space, and where they come from; `UTC` and `default` for ages that need none.
@access steward_reader
@example begin; create table public.local (at timestamp default now()); select * from steward_internal.retention_time_zone('public.local'::regclass, 'at', 'timestamp'); rollback;
$doc$;

revoke all on function steward_internal.retention_time_zone(oid, name, text) from public;
