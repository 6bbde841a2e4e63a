create or replace function steward_internal.finish_backup_run(run_id bigint, outcome jsonb)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  update steward.backup_runs as b
  set status = o.status,
    finished_at = clock_timestamp(),
    size_bytes = o.size_bytes,
    sha256 = o.sha256,
    message = o.message
  from jsonb_to_record(finish_backup_run.outcome) as o (status text, size_bytes bigint, sha256 text, message text)
  where b.id = finish_backup_run.run_id
    and b.status = 'started';
  if not found then
    raise exception using
      errcode = 'SW015',
      message = format('run %s of backup_runs is not going on', finish_backup_run.run_id),
      hint = 'Somebody has changed the record meanwhile; the file and its manifest say what is true.';
  end if;
end
$$;

comment on function steward_internal.finish_backup_run(bigint, jsonb) is $doc$
Records how a backup, a verification or a restore ended.

@param run_id The row of `backup_runs`.
@param outcome status (ok, failed or interrupted), size_bytes, sha256, message.
@returns Nothing.
@error SW015 The row does not say that the run is going on.
@access steward_admin
@example begin; select steward_internal.finish_backup_run(b.id, '{"status": "ok"}') from steward.backup_runs as b where b.status = 'started'; rollback;
$doc$;

revoke all on function steward_internal.finish_backup_run(bigint, jsonb) from public;
