create or replace function steward_internal.is_session_alive(pid integer, backend_start timestamptz)
returns boolean
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  -- A standby does not see the sessions of its primary.
  select pg_is_in_recovery() or exists (
    select
    from pg_stat_activity as s
    where s.pid = is_session_alive.pid
      -- Another session may have got the number since; null is one that this role may not see.
      and s.backend_start <> is_session_alive.backend_start is not true
  )
$$;

comment on function steward_internal.is_session_alive(integer, timestamptz) is $doc$
Tells whether a session is still there.

@param pid Its process id.
@param backend_start When it began: the process id alone is used again.
@returns False if it is gone.
@access steward_reader
@example select steward_internal.is_session_alive(pg_backend_pid(), null) as lives;
$doc$;

revoke all on function steward_internal.is_session_alive(integer, timestamptz) from public;
