create or replace function steward_internal.note_migration_session(log_id bigint, caller jsonb)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.migration_log as l
  set session_state = steward_internal.session_state(note_migration_session.caller)
  where l.id = note_migration_session.log_id
$$;

comment on function steward_internal.note_migration_session(bigint, jsonb) is $doc$
Notes what the statements that are done have left in this session.

@param log_id The row of `migration_log`.
@param caller As `session_state()` takes it.
@returns Nothing.
@access steward_admin
@example begin; select steward_internal.note_migration_session(0, '{}'); rollback;
$doc$;

revoke all on function steward_internal.note_migration_session(bigint, jsonb) from public;
