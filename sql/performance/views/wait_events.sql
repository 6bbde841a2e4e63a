create or replace view steward.wait_events as
select
  coalesce(a.wait_event_type, 'CPU or not instrumented') as wait_event_type,
  a.wait_event,
  count(*) as sessions,
  count(distinct a.datname) as databases,
  max(extract(epoch from clock_timestamp() - a.query_start))::numeric(12, 1) as longest_query_seconds,
  (array_agg(a.pid order by a.query_start))[1:5] as oldest_pids
from pg_catalog.pg_stat_activity as a
where a.pid <> pg_catalog.pg_backend_pid()
  and a.state = 'active'
  and a.backend_type in ('client backend', 'parallel worker', 'background worker')
group by a.wait_event_type, a.wait_event
order by sessions desc, 1, 2;

comment on view steward.wait_events is $doc$
Shows what the active sessions of the server wait for at this moment.

It is one look: repeat it to see what stays. Sessions of other roles need pg_monitor; without it they are
not counted.

@area performance
@access steward_reader select
@example select wait_event_type, wait_event, sessions from wait_events;
$doc$;
