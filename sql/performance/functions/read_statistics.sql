create or replace function steward.read_statistics()
returns jsonb
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select jsonb_build_object(
    'node', steward_internal.node_name(),
    'system_identifier', (select c.system_identifier::text from pg_control_system() as c),
    'database', current_database(),
    'taken_at', clock_timestamp(),
    'stats_since', steward_internal.statistics_since(),
    'counters', (select jsonb_object_agg(c.counter, c.value) from steward_internal.cumulative_counters() as c),
    'gauges', (
      select jsonb_object_agg(m.name, m.value)
      from steward.health_metrics('{}') as m
      where m.kind = 'gauge'
        and m.labels in ('{}', jsonb_build_object('database', current_database()))
    ),
    'relations', (
      select coalesce(jsonb_agg(jsonb_build_array(r.relid::bigint, to_jsonb(r.counters))), '[]')
      from steward_internal.current_relation_counters() as r
    )
  )
$$;

comment on function steward.read_statistics() is $doc$
Reads the cumulative statistics of this server as one document.

It works on a hot standby: what it returns there goes into `import_statistics()` on the primary, so that
an index that only replicas use is not called unused. `pgsteward health --replica` does both.

@area performance
@returns `node` (see `cluster_name`), `system_identifier`, `database`, `taken_at`, `stats_since`, `counters` by name, `gauges` by name as in `health_metrics()`, and `relations` as pairs of OID and counters.
@access steward_reader
@example select read_statistics() ->> 'stats_since' as stats_since;
$doc$;

revoke all on function steward.read_statistics() from public;
