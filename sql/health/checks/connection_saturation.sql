create or replace function steward_internal.check_connection_saturation()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(100.0 * s.client_count / s.slot_count, 1),
    format('%s of %s connections that ordinary roles can open are in use.', s.client_count, s.slot_count),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('client_connections', s.client_count, 'usable_connections', s.slot_count)
  from (
    select
      (select count(*) from pg_stat_activity as a where a.backend_type = 'client backend')
        as client_count,
      steward_internal.usable_connections() as slot_count
  ) as s
$$;

comment on function steward_internal.check_connection_saturation() is $doc$
Counts client connections against the slots that ordinary roles can use.

Background workers and walsenders do not use these slots and are not counted, and reserved slots are
subtracted. The thresholds are those that check_postgres, pgmonitor and pg-healthcheck agree on within
5 points.

@title Connections are running out
@category connections
@scope cluster
@unit percent
@warning 75
@critical 90
@requires_role pg_read_all_stats
@remedy Put a pooler such as PgBouncer in front, close idle sessions, or raise max_connections (needs a restart).
@doc https://www.postgresql.org/docs/current/runtime-config-connection.html
@access steward_reader
@example select * from steward_internal.check_connection_saturation();
$doc$;

revoke all on function steward_internal.check_connection_saturation() from public;
