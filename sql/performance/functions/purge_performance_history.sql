create or replace function steward_internal.purge_performance_history()
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from steward.statistics_snapshots as s
    where s.taken_at < now() - interval '1 day' - greatest(
      steward.get_setting('performance.keep_snapshots')::interval,
      steward.get_setting('health.usage_window')::interval
    )
    returning 1
  )
  select count(*) from gone
$$;

comment on function steward_internal.purge_performance_history() is $doc$
Removes snapshots of statistics that are too old.

The settings are `performance.keep_snapshots` and `health.usage_window`; the longer counts.

@returns How many rows went.
@access steward_operator
@example begin; select steward_internal.purge_performance_history(); rollback;
$doc$;

revoke all on function steward_internal.purge_performance_history() from public;
