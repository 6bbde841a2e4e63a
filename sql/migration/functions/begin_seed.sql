create or replace function steward_internal.begin_seed(run jsonb, seed jsonb, status text default 'started')
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_id bigint;
begin
  insert into steward.seed_runs (
    run_id, name, file, checksum, environment, scale, on_conflict, in_transaction, statements, status, started_at,
    finished_at, actor, host, tool, application_name, pid, backend_start
  )
  select
    r.run_id, s.name, s.file, s.checksum, r.environment, r.scale, s.on_conflict, s.in_transaction, s.statements,
    begin_seed.status, v_now, case when begin_seed.status = 'skipped' then v_now end, r.actor, r.host, r.tool,
    r.application_name, r.pid, r.backend_start
  from jsonb_to_record(begin_seed.run) as r (
    run_id uuid, environment text, scale numeric, actor text, host text, tool text, application_name text, pid integer,
    backend_start timestamptz
  )
  cross join jsonb_to_record(begin_seed.seed) as s (
    name text, file text, checksum text, on_conflict text, in_transaction boolean, statements integer
  )
  returning id into v_id;
  return v_id;
end
$$;

comment on function steward_internal.begin_seed(jsonb, jsonb, text) is $doc$
Records that a seed begins, or is skipped; commit it before the file runs.

@param run The run: run_id, environment, scale, actor, host, tool, application_name, and pid and backend_start of the session that will run the file.
@param seed The file: name, file, checksum, on_conflict, in_transaction, statements.
@param status started or skipped.
@returns The id of the row of `seed_runs`.
@access steward_admin
@example begin; select steward_internal.begin_seed(jsonb_build_object('run_id', gen_random_uuid(), 'environment', 'test', 'scale', 1, 'tool', 'psql', 'application_name', 'psql', 'pid', pg_backend_pid()), '{"name": "1_a", "file": "1_a.sql", "checksum": "0", "on_conflict": "error", "in_transaction": true}') > 0 as is_begun; rollback;
$doc$;

revoke all on function steward_internal.begin_seed(jsonb, jsonb, text) from public;
