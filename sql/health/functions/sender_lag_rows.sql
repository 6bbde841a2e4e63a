create or replace function steward_internal.sender_lag_rows(sender jsonb, current_lsn pg_lsn)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'standby',
    null,
    s.name,
    lag.bytes,
    format(
      'Standby %s is %s behind%s: %s not sent, %s not written to its disk, %s not replayed. Its state is %s.',
      s.description, pg_size_pretty(lag.bytes),
      -- Without new WAL the time says when there last was some, not how far behind it is.
      case when lag.bytes > 0 then ' (' || date_trunc('second', s.replay_lag) || ')' end,
      pg_size_pretty(greatest(pg_wal_lsn_diff(sender_lag_rows.current_lsn, s.sent_lsn), 0)),
      pg_size_pretty(greatest(pg_wal_lsn_diff(s.sent_lsn, s.flush_lsn), 0)),
      pg_size_pretty(greatest(pg_wal_lsn_diff(s.flush_lsn, s.replay_lsn), 0)),
      s.state
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'client_addr', s.client_addr,
      'state', s.state,
      'sync_state', s.sync_state,
      'seconds', case when lag.bytes > 0 then round(extract(epoch from s.replay_lag), 1) end
    )
  from (
    select
      r.*,
      coalesce(nullif(r.application_name, ''), format('pid %s', r.pid)) as name,
      concat_ws(' at ', coalesce(nullif(r.application_name, ''), format('pid %s', r.pid)), r.client_addr) as description
    from jsonb_to_record(sender_lag_rows.sender) as r (
      pid integer,
      application_name text,
      client_addr text,
      state text,
      sync_state text,
      sent_lsn pg_lsn,
      flush_lsn pg_lsn,
      replay_lsn pg_lsn,
      replay_lag interval
    )
  ) as s
  cross join lateral (
    select greatest(pg_wal_lsn_diff(sender_lag_rows.current_lsn, s.replay_lsn), 0) as bytes
  ) as lag
  where s.state in ('streaming', 'catchup')
    and s.replay_lsn is not null
$$;

comment on function steward_internal.sender_lag_rows(jsonb, pg_lsn) is $doc$
Measures one connected standby or subscriber for the check replication_lag.

@param sender The row of pg_stat_replication.
@param current_lsn The newest WAL position of the server.
@returns One row with the bytes as its value, or none for a connection that takes a base backup or has not begun to stream.
@access steward_reader
@example select f.value from pg_stat_replication as s, steward_internal.sender_lag_rows(to_jsonb(s), s.sent_lsn) as f;
$doc$;

revoke all on function steward_internal.sender_lag_rows(jsonb, pg_lsn) from public;
