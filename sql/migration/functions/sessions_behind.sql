create or replace function steward_internal.sessions_behind(pid integer)
returns table (waiting_pid integer, waited interval, who text, lock_mode text, relation text)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    l.pid,
    clock_timestamp() - l.waitstart,
    concat_ws(', ', s.usename, nullif(s.application_name, '')),
    m.name,
    format('%I.%I', n.nspname, c.relname)
  from pg_locks as l
  left join pg_stat_activity as s on s.pid = l.pid
  left join steward_internal.lock_modes() as m on m.mode = l.mode
  left join pg_database as d on d.oid = l.database and d.datname = current_database()
  left join pg_class as c on c.oid = l.relation and d.oid is not null
  left join pg_namespace as n on n.oid = c.relnamespace
  where not l.granted
    and l.waitstart is not null
    and sessions_behind.pid = any (pg_blocking_pids(l.pid))
  order by l.waitstart
$$;

comment on function steward_internal.sessions_behind(integer) is $doc$
Lists the sessions that wait for a lock of another session, the longest first.

@param pid The session that they wait for.
@returns One row for each; lock_mode and relation are what it waits for, if it is a relation of this database.
@access steward_reader
@example select * from steward_internal.sessions_behind(pg_backend_pid());
$doc$;

revoke all on function steward_internal.sessions_behind(integer) from public;
