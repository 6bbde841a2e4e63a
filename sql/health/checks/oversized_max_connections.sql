create or replace function steward_internal.check_oversized_max_connections()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    'max_connections',
    s.slot_count,
    format(
      'Setting max_connections is %s, and %s client connections are open now.',
      s.slot_count,
      (select count(*) from pg_stat_activity as a where a.backend_type = 'client backend')
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from (select current_setting('max_connections')::integer as slot_count) as s
$$;

comment on function steward_internal.check_oversized_max_connections() is $doc$
Finds a server that lets in more clients than it can serve.

A server works on about as many queries at once as it has cores; the rest only keeps memory and makes
every snapshot dearer, and a burst of clients brings it down instead of waiting in a pooler. More than
500 is where the pgEdge rules warn; there is no critical, because idle connections cost little.

@title Very high max_connections
@category connections
@scope cluster
@unit connections
@warning 501
@requires_role pg_read_all_stats
@remedy Put a pooler such as PgBouncer in front, then lower max_connections (needs a restart).
@doc https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS
@access steward_reader
@example select * from steward_internal.check_oversized_max_connections();
$doc$;

revoke all on function steward_internal.check_oversized_max_connections() from public;
