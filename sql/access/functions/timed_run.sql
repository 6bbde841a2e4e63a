create or replace function steward_internal.timed_run(role_name name, statement text)
returns double precision
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller name := current_user;
  v_began timestamptz;
  v_ended timestamptz;
begin
  execute 'set local search_path to ' || steward_internal.session_path();
  execute format('set local role %I', timed_run.role_name);
  v_began := clock_timestamp();
  execute timed_run.statement;
  v_ended := clock_timestamp();
  execute format('set local role %I', v_caller);
  return extract(epoch from v_ended - v_began) * 1000;
end
$$;

comment on function steward_internal.timed_run(name, text) is $doc$
Runs a statement as a role, and says how long planning and running it took.

@param role_name The role; the session must be able to switch to it.
@param statement The statement.
@returns Milliseconds by the clock of the server.
@access steward_admin
@example begin; select steward_internal.timed_run(current_user, 'select 1') > 0; rollback;
$doc$;

revoke all on function steward_internal.timed_run(name, text) from public;
