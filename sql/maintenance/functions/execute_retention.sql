create or replace function steward_internal.execute_retention(
  run steward_internal.retention_run,
  condition text
)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $$
declare
  v_statement text := replace((execute_retention.run).statement, chr(1), execute_retention.condition);
  v_role text := current_setting('role');
  v_is_archive boolean := (execute_retention.run).policy.action = 'archive';
  v_rows bigint;
  v_archived bigint;
begin
  perform set_config('role', (execute_retention.run).owner_name, true);
  -- Triggers look up their names as in any other statement of the session.
  perform set_config('search_path', concat_ws(', ', 'pg_catalog', nullif((execute_retention.run).search_path, '')), true);
  if v_is_archive then
    execute v_statement into v_rows, v_archived;
  else
    execute v_statement;
    get diagnostics v_rows = row_count;
  end if;
  -- What is deferred would fail at COMMIT, where nobody can look into it.
  set constraints all immediate;
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  perform set_config('role', v_role, true);

  if v_archived <> v_rows then
    raise exception using
      errcode = '23000',
      message = format('%s rows would have been deleted, but %s archived', v_rows, v_archived),
      hint = 'A trigger or a rule of the archive leaves rows out.';
  end if;
  return v_rows;
end
$$;

comment on function steward_internal.execute_retention(steward_internal.retention_run, text) is $doc$
Deletes, moves or marks rows of a leaf, as the owner of the table.

@param run The run.
@param condition Which rows, as an expression about the row t.
@returns How many rows.
@error 23000 The archive did not take all of them.
@access steward_operator
@example select steward_internal.execute_retention(r, 'false') from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.execute_retention(steward_internal.retention_run, text) from public;
