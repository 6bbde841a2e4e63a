create or replace function steward_internal.purge_health_history()
returns bigint
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from steward.health_runs as r
    where r.started_at < now() - steward.get_setting('health.keep_runs')::interval
      -- The newest says when somebody looked last.
      and r.id < (select max(newest.id) from steward.health_runs as newest)
    returning 1
  )
  select count(*) from gone
$$;

comment on function steward_internal.purge_health_history() is $doc$
Removes recorded health checks older than the setting `health.keep_runs`.

@returns How many rows went.
@access steward_operator
@example begin; select steward_internal.purge_health_history(); rollback;
$doc$;

revoke all on function steward_internal.purge_health_history() from public;
