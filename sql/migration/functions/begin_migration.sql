create or replace function steward_internal.begin_migration(run jsonb, file jsonb, direction text)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  insert into steward.migration_log (
    run_id, ledger, name, direction, file, checksum, lock_wait, actor, host, tool, application_name, pid, backend_start,
    statements_done, done_checksum, session_state, indexes_before
  )
  select
    r.run_id, r.ledger, f.name, begin_migration.direction, f.file, f.checksum, r.lock_wait, r.actor, r.host, r.tool,
    r.application_name, r.pid, r.backend_start, coalesce(p.statements_done, 0), p.done_checksum, p.session_state, p.indexes_before
  from jsonb_to_record(begin_migration.run) as r (
    run_id uuid, ledger text, actor text, host text, tool text, application_name text, pid integer,
    backend_start timestamptz, lock_wait interval
  )
  cross join jsonb_to_record(begin_migration.file) as f (name text, file text, checksum text)
  left join steward_internal.migration_progress(begin_migration.run ->> 'ledger', begin_migration.direction) as p on p.name = f.name
  returning id into v_id;
  return v_id;
end
$$;

comment on function steward_internal.begin_migration(jsonb, jsonb, text) is $doc$
Records that a migration begins; commit it before the file runs.

What an earlier try had done, and did not end, is done in this one, too.

@param run The run: run_id, ledger, actor, host, tool, application_name, lock_wait, and pid and backend_start of the session that will run the file.
@param file The file: name, file, checksum.
@param direction up or down.
@returns The id of the row of `migration_log`.
@access steward_admin
@example begin; select steward_internal.begin_migration(jsonb_build_object('run_id', gen_random_uuid(), 'ledger', 'public.pgmigrations', 'tool', 'psql', 'application_name', 'psql', 'pid', pg_backend_pid(), 'lock_wait', '0'), '{"name": "1_a", "file": "1_a.sql", "checksum": "0"}', 'up') > 0 as is_begun; rollback;
$doc$;

revoke all on function steward_internal.begin_migration(jsonb, jsonb, text) from public;
