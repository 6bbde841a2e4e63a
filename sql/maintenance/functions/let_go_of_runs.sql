create or replace function steward_internal.let_go_of_runs()
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select steward_internal.let_go_of(r.worker)
  from steward.schedule_runs as r
  where r.pid = pg_backend_pid()
$$;

comment on function steward_internal.let_go_of_runs() is $doc$
Gives back the locks of the runs that this session has made.

A run that was canceled inside of a procedure that commits leaves its lock to the session.

@returns Nothing.
@access steward_operator
@example select steward_internal.let_go_of_runs();
$doc$;

revoke all on function steward_internal.let_go_of_runs() from public;
