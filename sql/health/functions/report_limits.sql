create or replace function steward_internal.report_limits()
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(l) order by l.days_left nulls last, l.used_percent desc), '[]')
  from (
    select f.limit_name as name, f.object, f.used_percent, f.days_left
    from steward.get_capacity_forecast() as f
    order by f.days_left nulls last, f.used_percent desc
    limit 10
  ) as l
$$;

comment on function steward_internal.report_limits() is $doc$
Lists the ten limits that are closest for report_data().

@returns An array of name, object, used_percent and days_left.
@access steward_reader
@example select steward_internal.report_limits();
$doc$;

revoke all on function steward_internal.report_limits() from public;
