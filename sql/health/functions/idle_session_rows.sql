create or replace function steward_internal.idle_session_rows(min_age interval)
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    a.usename::text,
    round(max(age.seconds)),
    format(
      '%s of role %I %s been idle for more than %s, the longest (pid %s, database %I%s) for %s.',
      case count(*) when 1 then '1 session' else format('%s sessions', count(*)) end,
      a.usename,
      case count(*) when 1 then 'has' else 'have' end,
      steward_internal.format_value(extract(epoch from idle_session_rows.min_age), 'seconds'),
      (array_agg(a.pid order by a.state_change, a.pid))[1],
      (array_agg(a.datname order by a.state_change, a.pid))[1],
      ', application ' || nullif((array_agg(a.application_name order by a.state_change, a.pid))[1], ''),
      steward_internal.format_value(round(max(age.seconds)), 'seconds')
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('sessions', count(*), 'pids', (array_agg(a.pid order by a.state_change, a.pid))[:20])
  from pg_stat_activity as a
  cross join lateral (
    select extract(epoch from clock_timestamp() - a.state_change) as seconds
  ) as age
  where a.backend_type = 'client backend'
    and a.state = 'idle'
    and age.seconds > extract(epoch from idle_session_rows.min_age)
  group by a.usename
$$;

comment on function steward_internal.idle_session_rows(interval) is $doc$
Counts sessions that have been idle for long, for old_idle_sessions.

@param min_age How long a session must have been idle.
@returns One row for each role that has such sessions, with the seconds of the longest as its value.
@access steward_reader
@example select detail from steward_internal.idle_session_rows('1 hour');
$doc$;

revoke all on function steward_internal.idle_session_rows(interval) from public;
