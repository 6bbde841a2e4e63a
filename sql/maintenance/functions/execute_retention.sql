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
  v_archive oid := steward_internal.archive_of((execute_retention.run).policy);
  v_rows bigint;
  v_kept bigint;
  v_pair json;
  v_relids oid[];
  v_places tid[];
  v_stayed bigint;
begin
  perform set_config('role', (execute_retention.run).owner_name, true);
  -- Triggers look up their names as in any other statement of the session.
  perform set_config('search_path', concat_ws(', ', 'pg_catalog', nullif((execute_retention.run).search_path, '')), true);
  if v_archive is not null then
    execute v_statement into v_rows, v_kept, v_pair, v_relids, v_places;
  else
    execute v_statement;
    get diagnostics v_rows = row_count;
  end if;
  -- What is deferred would fail at COMMIT, where nobody can look into it.
  set constraints all immediate;
  if v_places is not null then
    execute format(
      'select count(*) from unnest($1, $2) as k (relid, place) inner join %s as a on a.tableoid = k.relid and a.ctid = k.place',
      v_archive::regclass
    )
    into v_stayed
    using v_relids, v_places;
  end if;
  perform pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  perform set_config('role', v_role, true);

  if v_archive is not null then
    perform steward_internal.assert_archived(
      execute_retention.run, v_rows, v_kept, coalesce(v_stayed, v_kept), v_pair
    );
  end if;
  return v_rows;
end
$$;

comment on function steward_internal.execute_retention(steward_internal.retention_run, text) is $doc$
Deletes, moves or marks rows of a leaf, as the owner of the table.

@param run The run.
@param condition Which rows, as an expression about the row t.
@returns How many rows.
@error 23000 The archive did not take all of them, or not as they were.
@access steward_operator
@example select steward_internal.execute_retention(r, 'false') from (select (null::steward_internal.retention_run).*) as r where r.target is not null;
$doc$;

revoke all on function steward_internal.execute_retention(steward_internal.retention_run, text) from public;
