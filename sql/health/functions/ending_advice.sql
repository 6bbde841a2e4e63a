create or replace function steward_internal.ending_advice(
  pid integer,
  leader_pid integer,
  backend_type text,
  application_name text,
  state text,
  query text,
  waits_for_table boolean default false
)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- What a session did before it became idle says nothing of what ends with it.
  with running as (
    select case
      when ending_advice.state = 'active' or ending_advice.backend_type <> 'client backend'
        then lower(regexp_replace(ending_advice.query, '^(\s|/\*([^*]|\*[^/])*\*/|--[^\n]*\n)+', ''))
    end as query
  )
  select case
    when ending_advice.leader_pid is not null then
      format('It is a parallel worker of pid %s: see what that one does, and end nothing but that.', ending_advice.leader_pid)
    when ending_advice.backend_type = 'autovacuum worker' and r.query like '%(to prevent wraparound)%' then
      'Leave it: it prevents the wraparound of transaction IDs, begins again at once if it is cancelled, and does not give way to others. '
        'Repeat what waits for it later with a short lock_timeout, or let it hurry: lower vacuum_cost_delay.'
    when ending_advice.backend_type = 'autovacuum worker' then
      'Leave it: it gives way by itself to a lock that waits for longer than deadlock_timeout.'
    when ending_advice.backend_type = 'walsender' then
      'Leave it: it feeds a standby, a subscriber or a base backup; stop that at the other end.'
    when ending_advice.backend_type like 'logical replication%' then
      'Leave it: it begins again by itself; to stop it, disable its subscription.'
    when ending_advice.backend_type <> 'client backend' and ending_advice.backend_type not like 'pg_cron%' then
      'Leave it: it is a process of the server.'
    when r.query ~ '^(create (unique )?index|reindex).* concurrently' then
      format('Let it finish: it blocks no writes. If it has to go (select pg_cancel_backend(%s);), it leaves an invalid index: drop that, '
        'see the check invalid_indexes, before it is tried again.', ending_advice.pid)
    when r.query ~ '^drop index concurrently' then
      format('Let it finish: it waits for others, and nobody for it. If it has to go (select pg_cancel_backend(%s);), the index is left '
        'invalid: repeat the DROP.', ending_advice.pid)
    when r.query ~ '^alter table .* detach partition .* concurrently' then
      format('Let it finish. If it has to go (select pg_cancel_backend(%s);), the partition is left half detached: end that with '
        'DETACH PARTITION ... FINALIZE.', ending_advice.pid)
    when r.query ~ '^alter table .* validate constraint' then
      format('Let it finish: it blocks neither reads nor writes, and begins from the start the next time. If it has to go: '
        'select pg_cancel_backend(%s);', ending_advice.pid)
    when r.query ~ '^(vacuum|analyze|cluster|reindex|create (unique )?index|refresh materialized view)' and ending_advice.waits_for_table then
      format('It only waits for the lock of a table, and has done nothing there yet: cancel it (select pg_cancel_backend(%s);) if others wait '
        'behind it, and repeat it later.', ending_advice.pid)
    when r.query ~ '^(vacuum|analyze|cluster|reindex|create (unique )?index|refresh materialized view)' then
      format('Let it finish if you can: it is maintenance, and what it has done is lost, so it has to be done again. If it has to go: '
        'select pg_cancel_backend(%s);', ending_advice.pid)
    when r.query ~ '^call (steward\.)?(run_|apply_retention|watch_schedules|purge_cron_history)' then
      format('Let it finish: it is the maintenance of pgsteward, which gives way to others. If it has to go (select pg_cancel_backend(%s);), what it '
        'has committed stays, and the next run goes on there.', ending_advice.pid)
    when ending_advice.application_name in ('pg_dump', 'pg_dumpall', 'pg_basebackup')
      or r.query ~ '^copy .* to stdout' and ending_advice.application_name ~ 'backup' then
      'Let it finish: it is a backup, which has to be made again from the start if it is ended.'
    when ending_advice.application_name = 'pg_restore' then
      'Let it finish: it is a restore, which is left half done if it is ended.'
  end
  from running as r
$$;

comment on function steward_internal.ending_advice(integer, integer, text, text, text, text, boolean) is $doc$
Says what to know before a session is ended that is not like others.

Autovacuum against wraparound must not be cancelled, and a CREATE INDEX CONCURRENTLY not without a thought of what it leaves. Nothing can be said of
a session whose backend type and query are hidden from the caller.

@param pid Its process.
@param leader_pid The leader of a parallel worker.
@param backend_type As in pg_stat_activity.
@param application_name As in pg_stat_activity.
@param state As in pg_stat_activity.
@param query Its query.
@param waits_for_table Whether it waits for the lock of a relation.
@returns The advice; null for a session like others.
@access steward_reader
@example select steward_internal.ending_advice(1, null, 'autovacuum worker', '', 'active', 'autovacuum: VACUUM public.a (to prevent wraparound)');
$doc$;

revoke all on function steward_internal.ending_advice(integer, integer, text, text, text, text, boolean) from public;
