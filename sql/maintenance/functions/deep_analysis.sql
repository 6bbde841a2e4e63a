create or replace function steward_internal.deep_analysis(analysis text)
returns table (object text, value numeric, unit text, verdict text, details jsonb)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
  v_check text := case deep_analysis.analysis when 'bloat' then 'table_bloat' when 'forecast' then 'limits_within_reach' end;
  v_threshold numeric := (select h.warning from steward.health_checks as h where h.check_id = v_check);
begin
  case deep_analysis.analysis
    when 'bloat' then
      return query
      select
        format('%I.%I', b.schema_name, b.table_name), b.bloat_percent, 'percent',
        coalesce(b.withheld, case when b.bloat_percent >= v_threshold then 'bloated' else 'fine' end), to_jsonb(b)
      from steward.get_table_bloat_stats() as b;
    when 'index usage' then
      return query
      select format('%I.%I', i.schema_name, i.index_name), i.estimated_bytes::numeric, 'bytes', i.verdict, to_jsonb(i)
      from steward.get_unused_indexes() as i;
    when 'growth' then
      return query
      select
        format('%I.%I', g.schema_name, g.table_name), g.bytes_last_week::numeric, 'bytes',
        case when g.bytes_last_week > 0.1 * g.total_bytes then 'grows by more than a tenth a week' else 'steady' end,
        to_jsonb(g)
      from steward.table_growth as g
      where g.bytes_last_week is not null;
    when 'forecast' then
      return query
      select
        concat_ws(': ', f.limit_name, f.object), f.days_left, 'days',
        case
          when f.days_left <= v_threshold then format('reached within %s days', v_threshold)
          when f.days_left is null then 'no trend'
          else 'far away'
        end,
        to_jsonb(f)
      from steward.get_capacity_forecast() as f;
  end case;
end
$$;

comment on function steward_internal.deep_analysis(text) is $doc$
Makes one of the analyses of `run_deep_analysis()`.

The verdicts take the thresholds of the checks table_bloat and limits_within_reach.

@param analysis bloat, index usage, growth or forecast.
@returns One row for each object.
@access steward_operator
@example select object, value, unit, verdict from steward_internal.deep_analysis('forecast');
$doc$;

revoke all on function steward_internal.deep_analysis(text) from public;
