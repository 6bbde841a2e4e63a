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
    coalesce(string_agg(distinct coalesce(z.zone, 'Etc/GMT+12'), ', '), 'UTC'),
    coalesce(
      string_agg(
        distinct case when z.zone is null then z.source || ', which cannot be seen here' else z.source || ': ' || z.zone end, '; '
      ),
      'default'
    )
  from steward_internal.column_time_zones(retention_time_zone.target, retention_time_zone.age_column) as z
  where retention_time_zone.age_kind in ('timestamp', 'date')
$$;

comment on function steward_internal.retention_time_zone(oid, name, text) is $doc$
Concludes in which time zones a policy reads local times when nobody says so.

Where a zone cannot be seen it is the one in which the day ends last.

@param target The table.
@param age_column The column that says how old a row is.
@param age_kind What kind of age it holds.
@returns The zones, separated by comma and space, and where they come from; `UTC` and `default` for ages that need none.
@access steward_reader
@example begin; create table public.local (at timestamp default now()); select * from steward_internal.retention_time_zone('public.local'::regclass, 'at', 'timestamp'); rollback;
$doc$;

revoke all on function steward_internal.retention_time_zone(oid, name, text) from public;
