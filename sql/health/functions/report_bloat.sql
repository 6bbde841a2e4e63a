create or replace function steward_internal.report_bloat()
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'tables', coalesce(
      jsonb_agg(to_jsonb(b) - 'withheld' order by b.wasted_bytes desc)
        filter (where b.withheld is null and b.position <= 10),
      '[]'
    ),
    'withheld', coalesce(jsonb_agg(distinct b.withheld) filter (where b.withheld is not null), '[]')
  )
  from (
    select
      format('%I.%I', s.schema_name, s.table_name) as name,
      s.estimated_bytes,
      s.free_bytes + s.dead_bytes as wasted_bytes,
      s.bloat_percent,
      s.withheld,
      row_number() over (order by s.free_bytes + s.dead_bytes desc nulls last) as position
    from steward.get_table_bloat_stats() as s
  ) as b
$$;

comment on function steward_internal.report_bloat() is $doc$
Lists the ten tables with the most unused space for report_data().

@returns `tables`, and in `withheld` why others could not be measured.
@access steward_reader
@example select steward_internal.report_bloat();
$doc$;

revoke all on function steward_internal.report_bloat() from public;
