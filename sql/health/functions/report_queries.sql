create or replace function steward_internal.report_queries()
returns jsonb
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(q) order by q.total_ms desc), '[]')
  from (
    select
      s.query_id::text as id,
      case when length(s.query) > 240 then left(s.query, 239) || '…' else s.query end as query,
      s.calls, s.mean_ms, s.total_ms, s.time_percent,
      s.changed_since
    from steward.slow_queries as s
    order by s.total_ms desc
    limit 10
  ) as q
$$;

comment on function steward_internal.report_queries() is $doc$
Lists the ten statements that took the most time for report_data().

@returns An array of id, query, calls, mean_ms, total_ms, time_percent and changed_since.
@access steward_reader
@example select steward_internal.report_queries();
$doc$;

revoke all on function steward_internal.report_queries() from public;
