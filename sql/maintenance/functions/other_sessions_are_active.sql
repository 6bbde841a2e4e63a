create or replace function steward_internal.other_sessions_are_active()
returns boolean
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select
    from pg_stat_activity as s
    where s.pid <> pg_backend_pid()
      and s.datid is not null
      and s.usesysid is not null
      -- Our own: whoever looks on at the command line, the monitor, the worker.
      and s.application_name not in ('pg_cron scheduler', 'pgsteward')
      and case
        -- Of a session that this role may not look into, its locks can be seen: one in a transaction locks its number.
        when s.backend_type is null
          then exists (select from pg_locks as l where l.pid = s.pid and l.locktype = 'virtualxid')
        else s.backend_type in ('client backend', 'walsender', 'background worker')
          and (s.state in ('active', 'fastpath function call') or s.state_change > clock_timestamp() - interval '1 second')
      end
  )
$$;

comment on function steward_internal.other_sessions_are_active() is $doc$
Tells whether anybody else works on this server, or did within the last second.

All databases count, because they share one WAL. Sessions that the role may not look into (grant pg_read_all_stats) count
while they are in a transaction.

@returns True if so.
@access steward_operator
@example select steward_internal.other_sessions_are_active() is not null;
$doc$;

revoke all on function steward_internal.other_sessions_are_active() from public;
