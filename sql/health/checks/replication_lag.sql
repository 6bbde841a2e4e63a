create or replace function steward_internal.check_replication_lag()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_stat_replication as s
  cross join lateral steward_internal.sender_lag_rows(
    to_jsonb(s),
    case
      when pg_is_in_recovery() then greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
      else pg_current_wal_lsn()
    end
  ) as r
  union all
  select r.*
  from steward_internal.replay_lag_rows(
    pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(), pg_last_xact_replay_timestamp(), clock_timestamp()
  ) as r
  where pg_is_in_recovery()
$$;

comment on function steward_internal.check_replication_lag() is $doc$
Measures how far standbys and subscribers are behind.

On the server that sends: the WAL that each of them has not replayed, and for how long. On a standby:
the WAL that it has received and not replayed; the time since its last transaction counts only if there
is such WAL, since a quiet primary makes it grow for ever. A disconnected standby does not show here:
see inactive_replication_slots and, on the standby, wal_receiver_down. A base backup is not counted.

100 MB is where pgEdge's workbench and pgmonitor warn, 1 GB (the default of max_wal_size) is critical.
A logical subscriber is behind by what it has not confirmed, which one long transaction can make large.

@title Replication is behind
@category replication
@scope cluster
@unit bytes
@warning 104857600
@critical 1073741824
@requires_role pg_read_all_stats
@remedy Look at the network and the disks of the standby, and for queries there that hold replay up.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW
@access steward_reader
@example select * from steward_internal.check_replication_lag();
$doc$;

revoke all on function steward_internal.check_replication_lag() from public;
