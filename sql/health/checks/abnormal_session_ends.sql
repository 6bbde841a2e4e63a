create or replace function steward_internal.check_abnormal_session_ends()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    null::numeric,
    format(
      'Of %s sessions in this database, %s lost their client, %s ended with a fatal error and %s were terminated, in %s.',
      t.sessions, t.abandoned, t.fatal, t.killed, steward_internal.format_value(extract(epoch from t.elapsed), 'seconds')
    ),
    null,
    case
      when t.fatal > 0 or t.abandoned >= greatest(10, 0.05 * t.sessions) then 'warning'
      when t.killed > 0 then 'info'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'sessions', t.sessions, 'abandoned', t.abandoned, 'fatal', t.fatal, 'killed', t.killed,
      'changed_since', t.changed_since
    )
  from (
    select
      (c.changes ->> 'database.sessions')::numeric as sessions,
      (c.changes ->> 'database.sessions_abandoned')::numeric as abandoned,
      (c.changes ->> 'database.sessions_fatal')::numeric as fatal,
      (c.changes ->> 'database.sessions_killed')::numeric as killed,
      c.elapsed,
      c.changed_since
    from steward_internal.recent_counters() as c
  ) as t
  union all
  select h.* from steward_internal.missing_history_rows('1 day', '0') as h
$$;

comment on function steward_internal.check_abnormal_session_ends() is $doc$
Counts the sessions of the last day that did not end as they should.

Lost clients (crashed, or cut off by the network) leave transactions open until the server notices; at
least 10 and a twentieth of all sessions are a warning, a few happen to everyone. A fatal error is
always one: idle timeouts count as such, too. Sessions that somebody terminated are an information.

@title Sessions end abnormally
@category connections
@remedy Look in the server log for FATAL and for "connection to client lost" or "unexpected EOF".
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-DATABASE-VIEW
@access steward_reader
@example select * from steward_internal.check_abnormal_session_ends();
$doc$;

revoke all on function steward_internal.check_abnormal_session_ends() from public;
