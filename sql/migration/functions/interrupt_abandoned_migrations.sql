create or replace function steward_internal.interrupt_abandoned_migrations()
returns setof text
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.migration_log as l
  set status = 'interrupted',
    finished_at = clock_timestamp(),
    message = 'The session ended before the migration did.'
  where l.status = 'started'
    and not steward_internal.is_session_alive(l.pid, l.backend_start)
  returning l.name
$$;

comment on function steward_internal.interrupt_abandoned_migrations() is $doc$
Records that migrations were interrupted whose session is gone.

@returns Their names.
@access steward_admin
@example begin; select * from steward_internal.interrupt_abandoned_migrations(); rollback;
$doc$;

revoke all on function steward_internal.interrupt_abandoned_migrations() from public;
