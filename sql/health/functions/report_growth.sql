create or replace function steward_internal.report_growth()
returns jsonb
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(g) order by g.bytes_observed desc, g.total_bytes desc), '[]')
  from (
    select
      format('%I.%I', t.schema_name, t.table_name) as name, t.total_bytes, t.bytes_last_day, t.bytes_last_week,
      t.bytes_observed, t.observed_since
    from steward.table_growth as t
    where t.schema_name not in ('steward', 'steward_internal', 'steward_access', 'steward_migrations', 'steward_ddl')
    order by t.bytes_observed desc, t.total_bytes desc
    limit 10
  ) as g
$$;

comment on function steward_internal.report_growth() is $doc$
Lists the ten tables that grew most for report_data().

@returns An array of name, total_bytes, bytes_last_day, bytes_last_week, bytes_observed and observed_since.
@access steward_reader
@example select steward_internal.report_growth();
$doc$;

revoke all on function steward_internal.report_growth() from public;
