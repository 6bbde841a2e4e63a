create or replace function steward_internal.check_fast_growing_tables()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with large as materialized (
    select t.relid, (array_agg(t.bytes order by t.snapshot_id desc))[1] as bytes
    from steward_internal.table_sizes as t
    group by t.relid
    having max(t.bytes) >= 268435456
  )
  select
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name::text,
    r.relation_name::text,
    grown.percent,
    format(
      '%s grew from %s to %s in a week, with its indexes and TOAST.',
      r.qualified_name, pg_size_pretty(before.bytes), pg_size_pretty(l.bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('bytes', l.bytes, 'bytes_before', before.bytes)
  from large as l
  inner join steward_internal.user_relations as r on r.relid = l.relid
  cross join lateral steward_internal.table_size_at(l.relid, now() - interval '7 days') as before (bytes)
  cross join lateral (
    select round(100.0 * (l.bytes - before.bytes) / nullif(before.bytes, 0), 1) as percent
  ) as grown
  where l.bytes - before.bytes >= 268435456
    and grown.percent >= 25
  union all
  select m.* from steward_internal.missing_history_rows('8 days', '7 days') as m
$$;

comment on function steward_internal.check_fast_growing_tables() is $doc$
Finds tables that grew by a quarter, and by 256 MB at least, within a week.

Growth tells more than size: a table that was stable and suddenly grows is bloat that VACUUM does not get
at, a retention that no longer runs, or a bug that writes. The thresholds are half the time of those of a
monitor that warns at 256 MB and 25 % in 14 days. Sizes are those of the snapshots of
`capture_statistics()`; tables that are younger than a week are left out.

@title Table grows fast
@category capacity
@severity info
@unit percent
@remedy Find out what writes: see table_activity, and table_growth for how long it has been going on.
@doc https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-DBSIZE
@access steward_reader
@example select * from steward_internal.check_fast_growing_tables();
$doc$;

revoke all on function steward_internal.check_fast_growing_tables() from public;
