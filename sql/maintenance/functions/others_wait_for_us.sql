create or replace function steward_internal.others_wait_for_us()
returns boolean
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_locks as l
    where not l.granted
      and pg_backend_pid() = any (pg_blocking_pids(l.pid))
  )
$$;

comment on function steward_internal.others_wait_for_us() is $doc$
Tells whether a session waits for a lock of this one.

@returns True if so.
@access steward_operator
@example select steward_internal.others_wait_for_us();
$doc$;

revoke all on function steward_internal.others_wait_for_us() from public;
