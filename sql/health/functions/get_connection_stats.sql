create or replace function steward.get_connection_stats()
returns table (
  database_name name,
  user_name name,
  state text,
  connection_count bigint,
  oldest_state_change interval,
  share_of_slots numeric
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select
    a.datname,
    a.usename,
    coalesce(a.state, 'not visible'),
    count(*),
    max(clock_timestamp() - a.state_change),
    round(100.0 * count(*) / steward_internal.usable_connections(), 1)
  from pg_stat_activity as a
  where a.backend_type = 'client backend'
  group by a.datname, a.usename, coalesce(a.state, 'not visible')
  order by count(*) desc, a.datname, a.usename, 3
$$;

comment on function steward.get_connection_stats() is $doc$
Counts the client connections by database, role and state.

Only sessions of one's own roles are visible without pg_read_all_stats; the backend type of the
others is hidden, so they are not counted.

@area health
@returns One row for each database, role and state, most connections first. `share_of_slots` is in percent of the slots that ordinary roles can use, `oldest_state_change` how long the longest of them has been in this state.
@access steward_reader
@example select database_name, state, connection_count from get_connection_stats();
$doc$;

revoke all on function steward.get_connection_stats() from public;
