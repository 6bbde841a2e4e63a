create or replace function steward_internal.begin_backup_run(run jsonb)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id bigint;
begin
  update steward.backup_runs as b
  set status = 'interrupted',
    finished_at = clock_timestamp(),
    message = 'The session ended before it said how the run ended.'
  where b.status = 'started'
    and not steward_internal.is_session_alive(b.pid, b.backend_start);

  insert into steward.backup_runs (kind, file, started_at, actor, host, backend_start)
  select r.kind, r.file, coalesce(r.started_at, clock_timestamp()), r.actor, r.host, s.backend_start
  from jsonb_to_record(begin_backup_run.run) as r (kind text, file text, started_at timestamptz, actor text, host text)
  left join pg_stat_activity as s on s.pid = pg_backend_pid()
  returning id into v_id;
  return v_id;
end
$$;

comment on function steward_internal.begin_backup_run(jsonb) is $doc$
Records that a backup, a verification or a restore begins.

Call it in a session that stays as long as the run. Runs whose session is gone are recorded as interrupted.

@param run kind, file, actor, host, and started_at if it was before now.
@returns The id of the row of `backup_runs`.
@access steward_admin
@example begin; select steward_internal.begin_backup_run('{"kind": "backup", "file": "/backups/app.dump"}') > 0 as is_begun; rollback;
$doc$;

revoke all on function steward_internal.begin_backup_run(jsonb) from public;
