create or replace function steward_internal.rows_as(role_name name, query text)
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller name := current_user;
begin
  execute 'set local search_path to ' || steward_internal.session_path();
  execute format('set local role %I', rows_as.role_name);
  return query execute rows_as.query;
  execute format('set local role %I', v_caller);
end
$$;

comment on function steward_internal.rows_as(name, text) is $doc$
Runs a query as a role, in the search_path that the session began with.

Functions that policies call may depend on it.

@param role_name The role; the session must be able to switch to it.
@param query The query; it returns one column of type text.
@returns Its rows.
@access steward_admin
@example begin; select * from steward_internal.rows_as(current_user, 'select ''x''::text'); rollback;
$doc$;

revoke all on function steward_internal.rows_as(name, text) from public;
