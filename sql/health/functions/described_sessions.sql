create or replace function steward_internal.described_sessions()
returns table (
  pid integer,
  backend_type text,
  application_name text,
  state text,
  transaction_start timestamptz,
  query_start timestamptz,
  state_change timestamptz,
  description text,
  query text,
  evidence jsonb,
  advice text
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    s.pid,
    s.backend_type,
    s.application_name,
    s.state,
    s.xact_start,
    s.query_start,
    s.state_change,
    format(
      'session pid %s (%s)',
      s.pid,
      concat_ws(
        ', ',
        'role ' || quote_ident(s.usename),
        'database ' || quote_ident(s.datname),
        coalesce('application ' || nullif(s.application_name, ''), s.backend_type)
      )
    ),
    s.visible_query,
    jsonb_build_object(
      'pid', s.pid,
      'user', s.usename,
      'database', s.datname,
      'application', s.application_name,
      'state', s.state,
      'query', s.visible_query
    ),
    steward_internal.ending_advice(s.pid, s.leader_pid, s.backend_type, s.application_name, s.state, s.visible_query,
      s.wait_event_type is not distinct from 'Lock' and s.wait_event is not distinct from 'relation')
  from (
    select
      a.*,
      -- The backend type of a session is hidden exactly when its query text is.
      case
        when a.backend_type is not null
          then nullif(left(btrim(regexp_replace(a.query, '\s+', ' ', 'g')), 200), '')
      end as visible_query
    from pg_stat_activity as a
  ) as s
$$;

comment on function steward_internal.described_sessions() is $doc$
Describes the sessions of the server for the findings about them.

Without pg_read_all_stats the backend type, state, times and query of other roles' sessions are
null; who they are can always be seen.

@returns One row for each process. `description` says who it is, `query` is its current or last query in one line of at most 200 characters, `advice` what to know before it is ended, null if it is a session like others.
@access steward_reader
@example select description, state, query from steward_internal.described_sessions();
$doc$;

revoke all on function steward_internal.described_sessions() from public;
