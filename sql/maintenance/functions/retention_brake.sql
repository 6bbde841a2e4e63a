create or replace function steward_internal.retention_brake(run steward_internal.retention_run)
returns text
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select b.reason
  from (
    select 1 as position, format('VACUUM or DDL of session %s is at the table', l.pid) as reason
    from pg_locks as l
    where l.locktype = 'relation'
      and l.database = (select d.oid from pg_database as d where d.datname = current_database())
      and l.relation = (retention_brake.run).leaves[1]
      and l.mode in ('ShareUpdateExclusiveLock', 'ShareRowExclusiveLock', 'AccessExclusiveLock')
      and l.pid <> pg_backend_pid()
    union all
    select 2, format('standby %s is %s behind', r.application_name, pg_size_pretty(x.behind))
    from pg_stat_replication as r
    cross join lateral (select pg_wal_lsn_diff(pg_current_wal_lsn(), r.replay_lsn) as behind) as x
    where x.behind > pg_size_bytes(steward.get_setting('maintenance.max_replication_lag'))
    union all
    select 3, format('replication slot %I keeps %s of WAL', s.slot_name, pg_size_pretty(x.kept))
    from pg_replication_slots as s
    cross join lateral (select pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn) as kept) as x
    where x.kept > pg_size_bytes(steward.get_setting('maintenance.max_slot_lag'))
    union all
    select 4, format('archiving of WAL has failed since %s', a.last_failed_time)
    from pg_stat_archiver as a
    where current_setting('archive_mode') <> 'off'
      and a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
    union all
    select 5, format('session %s has held a snapshot since %s', s.pid, s.xact_start)
    from pg_stat_activity as s
    where s.datname = current_database()
      and s.backend_xmin is not null
      and s.pid <> pg_backend_pid()
      and s.xact_start < clock_timestamp() - steward.get_setting('maintenance.max_snapshot_age')::interval
  ) as b
  order by b.position
  limit 1
$$;

comment on function steward_internal.retention_brake(steward_internal.retention_run) is $doc$
Tells what a run of retention should wait for before its next batch.

Looked at are a VACUUM of the table (or anything else that excludes itself), standbys, slots and archiving that lag behind, and old snapshots. The limits
are settings (`maintenance.max_...`). What only pg_monitor may see does not brake.

@param run The run.
@returns A reason; null if there is none.
@access steward_operator
@example select steward_internal.retention_brake(r) from (select (null::steward_internal.retention_run).*) as r;
$doc$;

revoke all on function steward_internal.retention_brake(steward_internal.retention_run) from public;
