create or replace function steward_internal.check_wal_receiver_down()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (values (1)) as one (row)
  left join pg_stat_wal_receiver as w on true
  cross join lateral steward_internal.wal_receiver_rows(
    current_setting('primary_conninfo'), w.status, w.last_msg_receipt_time, clock_timestamp()
  ) as r
  where pg_is_in_recovery()
$$;

comment on function steward_internal.check_wal_receiver_down() is $doc$
Tells whether a standby is connected to its primary.

Without its WAL receiver a standby answers queries as if nothing had happened, and its data gets older.
It tries again every few seconds, so one that is missing for the blink of a restart is possible: run the
check again. The receiver gives up after wal_receiver_timeout (a minute as shipped) without a message; 5
minutes of silence are those of pg-healthcheck. A standby without primary_conninfo gets its WAL from an
archive, and that is said, not judged.

@title Standby is not connected
@category replication
@scope cluster
@runs_on standby
@unit seconds
@requires_role pg_monitor
@remedy Look in the server log of the standby for the reason: network, password, or WAL that the primary has removed.
@doc https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION
@access steward_reader
@example select * from steward_internal.check_wal_receiver_down();
$doc$;

revoke all on function steward_internal.check_wal_receiver_down() from public;
