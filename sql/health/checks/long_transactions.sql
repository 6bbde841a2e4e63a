create or replace function steward_internal.check_long_transactions()
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
      'S%s has had a transaction open for %s, since %s; it is %s since %s. %s: %s',
      substr(s.description, 2), steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', s.transaction_start), s.state, date_trunc('second', s.state_change),
      case s.state when 'active' then 'Query' else 'Last query' end, coalesce(s.query, 'none')
    ),
    case
      when s.advice is not null then s.advice
      when s.state = 'active' then
        format(
          'If nobody needs its result, cancel its query: select pg_cancel_backend(%s);', s.pid
        )
      else
        format(
          'Let its application commit or roll back, or end it: select pg_terminate_backend(%s);',
          s.pid
        )
    end,
    null,
    null,
    null::text[],
    null::text[],
    s.evidence || jsonb_build_object(
      'state_change', s.state_change, 'transaction_start', s.transaction_start
    )
  from steward_internal.described_sessions() as s
  cross join lateral (
    select extract(epoch from clock_timestamp() - s.transaction_start) as seconds
  ) as age
  where s.backend_type = 'client backend'
    and s.transaction_start is not null
    and s.pid <> pg_backend_pid()
$$;

comment on function steward_internal.check_long_transactions() is $doc$
Finds sessions whose transaction has been open for long, whatever they do in it.

While one is open, VACUUM cannot remove rows that were deleted since it began, in any table of the
database; tables grow and queries slow down. Only client sessions count: walsenders, autovacuum and
parallel workers are left out, and so is the session that asks. pg_dump is not exempt, as its
transaction does the same harm. A session that is idle in its transaction may be reported by
idle_in_transaction too; one whose transaction is aborted is its business alone, as it holds nothing
back any more. The warning stands between the 10 minutes of the pgEdge rules and the hour
that a nightly report may take; the critical value is that hour.

@title Transaction is open for long
@category transactions
@scope cluster
@unit seconds
@warning 900
@critical 3600
@requires_role pg_read_all_stats
@remedy Commit more often, or end the session.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_long_transactions();
$doc$;

revoke all on function steward_internal.check_long_transactions() from public;
