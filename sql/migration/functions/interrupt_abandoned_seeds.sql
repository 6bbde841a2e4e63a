create or replace function steward_internal.interrupt_abandoned_seeds()
returns setof text
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  update steward.seed_runs as s
  set status = 'interrupted',
    finished_at = clock_timestamp(),
    message = 'The session ended before the seed did.'
  where s.status = 'started'
    and not steward_internal.is_session_alive(s.pid, s.backend_start)
  returning s.name
$$;

comment on function steward_internal.interrupt_abandoned_seeds() is $doc$
Records that seeds were interrupted whose session is gone.

@returns Their names.
@access steward_admin
@example begin; select * from steward_internal.interrupt_abandoned_seeds(); rollback;
$doc$;

revoke all on function steward_internal.interrupt_abandoned_seeds() from public;
