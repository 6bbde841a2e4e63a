create or replace function steward_internal.finish_migration(
  log_id bigint,
  status text,
  attempts integer,
  lock_wait interval,
  failure jsonb default null
)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  update steward.migration_log as l
  set status = finish_migration.status,
    finished_at = clock_timestamp(),
    attempts = finish_migration.attempts,
    lock_wait = finish_migration.lock_wait,
    xid = case when finish_migration.status = 'ok' then pg_current_xact_id() end,
    sqlstate = finish_migration.failure ->> 'sqlstate',
    message = finish_migration.failure ->> 'message',
    detail = finish_migration.failure ->> 'detail',
    hint = finish_migration.failure ->> 'hint',
    statement = finish_migration.failure ->> 'statement',
    line = (finish_migration.failure ->> 'line')::integer,
    -- What has failed has not been finished by the server.
    indexes_before = case when finish_migration.failure ->> 'sqlstate' ~ '^(08|57P)' then l.indexes_before end
  where l.id = finish_migration.log_id
    and l.status = 'started';
  if not found then
    raise exception using
      errcode = 'SW014',
      message = format('migration %s of migration_log is not being run', finish_migration.log_id),
      hint = 'Somebody has repaired the log meanwhile: look at it, and run the migration again.';
  end if;
end
$$;

comment on function steward_internal.finish_migration(bigint, text, integer, interval, jsonb) is $doc$
Records how a migration ended.

What is `ok` is recorded in the transaction of the file, all else when that has been rolled back.

@param log_id The row of `migration_log`.
@param status ok, failed, rolled_back or faked.
@param attempts How often it was tried.
@param lock_wait What went by before the last attempt.
@param failure sqlstate, message, detail, hint, statement and line.
@returns Nothing.
@error SW014 The row does not say that the migration is being run.
@access steward_admin
@example begin; select steward_internal.finish_migration(l.id, 'ok', 1, '0') from steward.migration_log as l where l.status = 'started'; rollback;
$doc$;

revoke all on function steward_internal.finish_migration(bigint, text, integer, interval, jsonb) from public;
