create or replace function steward_internal.session_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with sessions as materialized (
    select a.* from pg_stat_activity as a where a.backend_type = 'client backend'
  ),
  seen as materialized (
    select
      count(*) as used,
      max(extract(epoch from clock_timestamp() - s.xact_start))
        filter (where s.pid <> pg_backend_pid()) as transaction_age,
      max(extract(epoch from clock_timestamp() - s.state_change))
        filter (where s.state like 'idle in transaction%') as idle_in_transaction_age,
      max(extract(epoch from clock_timestamp() - s.query_start))
        filter (where s.state = 'active' and s.pid <> pg_backend_pid()) as query_age,
      max(age(s.backend_xmin)) filter (where s.pid <> pg_backend_pid()) as xmin_age
    from sessions as s
    -- Without it only one's own sessions are visible, and a part is not the whole.
    where pg_has_role(current_user, 'pg_read_all_stats', 'usage')
    having pg_has_role(current_user, 'pg_read_all_stats', 'usage')
  ),
  waiting as materialized (
    select
      count(distinct l.pid) as session_count,
      coalesce(max(extract(epoch from clock_timestamp() - l.waitstart)), 0) as longest
    from pg_locks as l
    where not l.granted
  )
  select 'connections.used', '{}'::jsonb, s.used::numeric, 'gauge',
    'Client connections, of all databases.'
  from seen as s
  union all
  select 'connections.limit', '{}', (c.evidence ->> 'usable_connections')::numeric, 'gauge',
    'Client connections that ordinary roles can open.'
  from steward_internal.check_connection_saturation() as c
  union all
  select 'connections.used_percent', '{}', c.value, 'gauge',
    'Client connections, in percent of those that ordinary roles can open.'
  from steward_internal.check_connection_saturation() as c
  inner join seen as s on true
  union all
  select 'connections.sessions', jsonb_build_object('state', t.state), count(a.pid), 'gauge',
    'Client connections by state.'
  from seen as s
  cross join unnest(array[
    'active', 'idle', 'idle in transaction', 'idle in transaction (aborted)',
    'fastpath function call', 'disabled'
  ]) as t (state)
  left join sessions as a on a.state = t.state
  group by t.state
  union all
  select m.name, '{}', round(m.value, 3), 'gauge', m.help
  from seen as s
  cross join lateral (
    values
      ('transactions.oldest_seconds', coalesce(s.transaction_age, 0),
        'How long the oldest open transaction has been open.'),
      ('transactions.idle_seconds', coalesce(s.idle_in_transaction_age, 0),
        'How long the longest idle transaction has been idle.'),
      ('transactions.oldest_xmin_age', coalesce(s.xmin_age, 0),
        'Transactions since the oldest snapshot of a session, which holds VACUUM back.'),
      ('queries.longest_seconds', coalesce(s.query_age, 0),
        'How long the longest running query has been running.')
  ) as m (name, value, help)
  union all
  select 'transactions.prepared', '{}', count(*), 'gauge', 'Prepared transactions that wait for an end.'
  from pg_prepared_xacts as x
  union all
  select 'transactions.oldest_prepared_seconds', '{}',
    round(coalesce(max(extract(epoch from clock_timestamp() - x.prepared)), 0), 3), 'gauge',
    'How long the oldest prepared transaction has been waiting.'
  from pg_prepared_xacts as x
  union all
  select 'locks.waiting_sessions', '{}', w.session_count, 'gauge', 'Sessions that wait for a lock.'
  from waiting as w
  union all
  select 'locks.longest_wait_seconds', '{}', round(w.longest, 3), 'gauge',
    'How long the longest waiting session has waited for a lock.'
  from waiting as w
$$;

comment on function steward_internal.session_metrics() is $doc$
Measures connections, transactions and locks for health_metrics().

The session that asks counts as a connection, but not as a query or a transaction.

@returns What health_metrics() returns.
@access steward_reader
@example select name, value from steward_internal.session_metrics();
$doc$;

revoke all on function steward_internal.session_metrics() from public;
