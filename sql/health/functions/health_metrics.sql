create or replace function steward.health_metrics(report jsonb default null)
returns table (name text, labels jsonb, value numeric, kind text, help text)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
set max_parallel_workers_per_gather = 0
as $$
  select m.name, m.labels, trim_scale(m.value), m.kind, m.help
  from (
    select a.* from steward_internal.session_metrics() as a
    union all
    select d.* from steward_internal.database_metrics() as d
    union all
    select s.* from steward_internal.server_metrics() as s
    union all
    select r.* from steward_internal.replication_metrics() as r
    union all
    select j.* from steward_internal.schedule_metrics() as j
    union all
    select h.*
    from steward_internal.report_metrics(
      coalesce(
        health_metrics.report,
        (select l.report from steward.health_runs as l order by l.started_at desc, l.id desc limit 1)
      )
    ) as h
  ) as m
  where m.value is not null
  order by m.name, m.labels
$$;

comment on function steward.health_metrics(jsonb) is $doc$
Measures the server and the database for monitoring and alert conditions.

Names end in their unit where they have one: `connections.used_percent`, `database.size_bytes`,
`replication.lag_bytes`. A counter grows until the statistics are reset, a gauge is the value of now.
Labels are few and bounded: a database (at most 100 of them), a standby, a slot, a check, a state;
never a query, a role or a table. What could not be measured has no row: it is not 0.

No health check is run: `health.*` comes from the last run that `record_health_check()` kept, and
`health.last_run_age_seconds` tells how old that is; or from the report that is given. It writes
nothing, works on a hot standby, and shows more to a member of pg_monitor.

@area health
@param report What `health_report()` returned; null means the last recorded run.
@returns One row for each name and labels, ordered by them. `kind` is gauge or counter.
@access steward_reader
@example select name, labels, value from health_metrics() where name like 'connections.%';
$doc$;

revoke all on function steward.health_metrics(jsonb) from public;
