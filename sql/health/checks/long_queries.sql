create or replace function steward_internal.check_long_queries()
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
      'S%s has been running one query for %s, since %s: %s',
      substr(s.description, 2), steward_internal.format_value(age.seconds, 'seconds'),
      date_trunc('second', s.query_start), coalesce(s.query, 'none')
    ),
    coalesce(s.advice, format('If nobody needs its result, cancel it: select pg_cancel_backend(%s);', s.pid)),
    null,
    null,
    null::text[],
    null::text[],
    s.evidence || jsonb_build_object('query_start', s.query_start)
  from steward_internal.described_sessions() as s
  cross join lateral (
    select extract(epoch from clock_timestamp() - s.query_start) as seconds
  ) as age
  where s.backend_type = 'client backend'
    and s.state = 'active'
    and s.application_name not in ('pg_dump', 'pg_restore', 'pg_basebackup')
    and s.pid <> pg_backend_pid()
$$;

comment on function steward_internal.check_long_queries() is $doc$
Finds queries that have been running for long.

Left out are pg_dump, pg_restore and pg_basebackup, known by their application_name, whose queries
take as long as the data is large, and the session that asks; background processes are no clients.
A report that takes its time may be right: raise the thresholds where that is usual. The warning is
the 5 minutes of pgFirstAid, check_postgres (critical) and the pgEdge rules; peers differ on the
critical value from 5 minutes to the 24 hours of pgmonitor, an hour is certainly no web request.

@title Query runs for long
@category queries
@scope cluster
@unit seconds
@warning 300
@critical 3600
@requires_role pg_read_all_stats
@remedy Cancel the query if nobody needs its result; statement_timeout limits it for a role.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_long_queries();
$doc$;

revoke all on function steward_internal.check_long_queries() from public;
