create or replace function steward_internal.check_idle_in_transaction()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'session',
    null,
    format('pid %s', s.pid),
    round(age.seconds, 1),
    format(
      'S%s has been %s for %s, since %s%s. Last query: %s',
      substr(s.description, 2), s.state, steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', s.state_change),
      -- An aborted transaction has no start any more.
      '; its transaction began at ' || date_trunc('second', s.transaction_start),
      coalesce(s.query, 'none')
    ),
    coalesce(
      s.advice,
      format('Let its application commit or roll back, or end it: select pg_terminate_backend(%s);', s.pid)
    ),
    null,
    null,
    null::text[],
    null::text[],
    s.evidence || jsonb_build_object(
      'state_change', s.state_change, 'transaction_start', s.transaction_start
    )
  from steward_internal.described_sessions() as s
  cross join lateral (
    select extract(epoch from clock_timestamp() - s.state_change) as seconds
  ) as age
  where s.backend_type = 'client backend'
    and s.state in ('idle in transaction', 'idle in transaction (aborted)')
$$;

comment on function steward_internal.check_idle_in_transaction() is $doc$
Finds sessions whose open transaction waits for its application.

Such a transaction keeps its locks and, if it has a snapshot, keeps VACUUM from removing rows that
were deleted since it began. What counts is how long it has been idle, not how old the transaction
is: a batch job that works is no forgotten session. Aborted transactions are included. Not seen are
sessions that run with track_activities off. The thresholds are those of check_postgres and
pgmonitor; pgFirstAid and the pgEdge rules start at 5 minutes as well.

@title Session is idle in a transaction
@category transactions
@scope cluster
@unit seconds
@warning 300
@critical 900
@requires_role pg_read_all_stats
@remedy End the transaction; idle_in_transaction_session_timeout does so by itself.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_idle_in_transaction();
$doc$;

revoke all on function steward_internal.check_idle_in_transaction() from public;
