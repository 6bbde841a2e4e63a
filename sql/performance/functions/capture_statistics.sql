create or replace function steward.capture_statistics()
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '100ms'
set jit = off
as $$
declare
  v_snapshot_id bigint;
begin
  if pg_is_in_recovery() or current_setting('transaction_read_only')::boolean then
    raise exception using
      errcode = 'SW004',
      message = 'cannot capture statistics where nothing can be written',
      detail = 'The server is a standby, or the transaction is read-only.',
      hint = 'Capture them on the primary; pgsteward health --replica imports those of a standby.';
  end if;
  if not pg_try_advisory_xact_lock(20985, 3) then
    return null;
  end if;

  perform pg_stat_clear_snapshot();
  v_snapshot_id := steward_internal.record_statistics(steward.read_statistics());
  perform steward_internal.record_table_sizes(v_snapshot_id);
  perform steward_internal.record_statements(v_snapshot_id);
  perform steward_internal.record_limits(v_snapshot_id);

  perform steward_internal.purge_performance_history();
  return v_snapshot_id;
end
$$;

comment on function steward.capture_statistics() is $doc$
Takes a snapshot of the cumulative statistics.

With snapshots, verdicts can rest on what happened lately instead of on totals.

Install schedules it every hour. It never resets anything: what PostgreSQL counts goes on counting for
everybody else. A crash, a reset or a restored server between two snapshots is noticed, and only the time
that was really observed counts. Kept are cluster and database counters, what changed of each table,
index and statement, sizes of tables, and once a day how far the limits are used. Snapshots older than
the settings `performance.keep_snapshots` and `health.usage_window` are removed.

@area performance
@returns The id of the new row in `statistics_snapshots`; null if another session is at it.
@error SW004 The server is a standby or the transaction is read-only.
@access steward_operator
@example select capture_statistics();
$doc$;

revoke all on function steward.capture_statistics() from public;
