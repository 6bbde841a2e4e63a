create or replace function steward_internal.check_disabled_replication_timeouts()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with timeouts as (
    select
      s.name,
      case s.name
        when 'wal_sender_timeout' then 'a standby or subscriber that is gone without a word stays connected here for ever'
        else 'this server would wait for ever for a primary or publisher that is gone without a word'
      end as consequence
    from steward_internal.server_settings(array['wal_sender_timeout', 'wal_receiver_timeout']) as s
    where s.value = '0'
      and not s.is_overridden
      and case s.name
        when 'wal_sender_timeout'
          then exists (select from pg_replication_slots as r where not r.temporary)
            or exists (select from pg_stat_replication)
        else pg_is_in_recovery() or exists (select from pg_subscription as u where u.subenabled)
      end
  )
  select
    'setting',
    null,
    t.name,
    null::numeric,
    format('Setting %s is 0: %s.', t.name, t.consequence),
    null,
    null,
    null,
    steward_internal.alter_system_statements(jsonb_build_object(t.name, '60s')),
    steward_internal.alter_system_statements(jsonb_build_object(t.name, '0')),
    null::jsonb
  from timeouts as t
$$;

comment on function steward_internal.check_disabled_replication_timeouts() is $doc$
Finds replication without a timeout on a server that replicates.

If a network drops packets without a word, neither side learns of it: the sender keeps the place of a
dead standby, a synchronous one among them, and the standby goes on waiting instead of connecting anew.
The shipped minute is proposed. A server without slots, standbys and subscriptions is left alone.

@title Replication has no timeout
@category replication
@scope cluster
@severity warning
@remedy Set it to the shipped 60s, or more for slow networks.
@fix_lock none
@fix_risk A connection that is silent for longer is closed and opened anew. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-WAL-SENDER-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_disabled_replication_timeouts();
$doc$;

revoke all on function steward_internal.check_disabled_replication_timeouts() from public;
