create or replace function steward_internal.check_table_bloat()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with measured as materialized (
    select b.* from steward.get_table_bloat_stats() as b
  )
  select
    'table',
    m.schema_name::text,
    m.table_name::text,
    m.bloat_percent,
    format('%s of the %s of table %I.%I are free (%s) or dead (%s).', steward_internal.format_value(m.bloat_percent, 'percent'),
      pg_size_pretty(m.estimated_bytes), m.schema_name, m.table_name,
      pg_size_pretty(m.free_bytes), pg_size_pretty(m.dead_bytes)),
    null,
    null,
    null,
    null::text[],
    jsonb_build_object('bytes', m.estimated_bytes, 'free_bytes', m.free_bytes, 'dead_bytes', m.dead_bytes)
  from measured as m
  where m.withheld is null
  union all
  select
    'table',
    m.schema_name::text,
    m.table_name::text,
    null,
    format('The bloat of %I.%I was not measured: %s.', m.schema_name, m.table_name,
      split_part(m.withheld, ': ', 2)),
    case split_part(m.withheld, ':', 1)
      when 'cost' then format('vacuum %I.%I;', m.schema_name, m.table_name)
      else 'Run the check again later: select * from steward.health_findings(checks => ''{table_bloat}'');'
    end,
    null,
    'skipped',
    null,
    jsonb_build_object('reason', case split_part(m.withheld, ':', 1) when 'cost' then 'cost' else split_part(m.withheld, ':', 1) end)
  from measured as m
  where split_part(m.withheld, ':', 1) in ('lock', 'cost', 'time')
  union all
  select r.*
  from (
    select count(*) as hidden, min(split_part(m.withheld, ': ', 2)) as remedy
    from measured as m
    where m.withheld like 'privilege:%'
  ) as p
  cross join lateral steward_internal.skipped_row(
    'privilege', format('Role %I may not measure tables; %s are large enough.', current_user, p.hidden), p.remedy
  ) as r
  where p.hidden > 0
$$;

comment on function steward_internal.check_table_bloat() is $doc$
Measures tables of 10 MB and more for space that is free or dead.

The figures are measured by pgstattuple_approx, which reads only pages that are not all-visible; the
usual estimate from pg_stats was off by 85 points with stale statistics in our measurements, so where it
may not measure it says so. Half of a table free is normal after a large delete and is used again by
what comes; it matters when the table stays so. A table of which more than 1 GB would have to be read
is not measured until it was vacuumed.

@title Bloated table
@category storage
@unit percent
@warning 50
@critical 80
@requires_extension pgstattuple
@remedy VACUUM it if rows are dead; to give space back to the disk use pg_repack or pg_squeeze, which do not block as VACUUM FULL does.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_table_bloat();
$doc$;

revoke all on function steward_internal.check_table_bloat() from public;
