create or replace function steward_internal.record_statements(snapshot_id bigint)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_first boolean := not exists (select from steward_internal.statements);
begin
  insert into steward_internal.statement_changes (snapshot_id, queryid, userid, toplevel, changes)
  select record_statements.snapshot_id, m.queryid, m.userid, m.toplevel, m.changes
  from steward_internal.statement_movements() as m
  where not v_is_first
    and m.changes[1] > 0
  order by m.changes[2] desc
  limit steward.get_setting('performance.max_queries')::integer;

  insert into steward_internal.statements as l (queryid, userid, toplevel, query, last_seen, counters)
  select s.queryid, s.userid, s.toplevel, left(s.query, 10000), clock_timestamp(), s.counters
  from steward_internal.current_statements() as s
  on conflict on constraint statements_pkey do update
  set counters = excluded.counters,
    last_seen = excluded.last_seen
  where l.counters is distinct from excluded.counters;

  delete from steward_internal.statements as l
  where l.last_seen < now() - steward.get_setting('performance.keep_snapshots')::interval;
end
$$;

comment on function steward_internal.record_statements(bigint) is $doc$
Keeps what the statements that took the most time did since the last snapshot.

@param snapshot_id The snapshot that the changes belong to.
@access steward_operator
@example select steward_internal.record_statements(s.id) from steward.statistics_snapshots as s limit 1;
$doc$;

revoke all on function steward_internal.record_statements(bigint) from public;
