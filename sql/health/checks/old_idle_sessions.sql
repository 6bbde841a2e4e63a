create or replace function steward_internal.check_old_idle_sessions()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.idle_session_rows('1 hour') as r
$$;

comment on function steward_internal.check_old_idle_sessions() is $doc$
Finds roles whose sessions have done nothing for an hour.

A session that nobody needs keeps a slot and the memory of its caches, and often it is one that an
application has lost. A pool holds some of them on purpose, so this is an information, with one row for
each role; pgFirstAid starts at an hour as well. Sessions that are idle in a transaction are the matter
of idle_in_transaction.

@title Sessions have been idle for long
@category connections
@scope cluster
@severity info
@unit seconds
@requires_role pg_read_all_stats
@remedy Let the pool close what it does not use, or set idle_session_timeout for the role (not for a pool).
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-SESSION-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_old_idle_sessions();
$doc$;

revoke all on function steward_internal.check_old_idle_sessions() from public;
