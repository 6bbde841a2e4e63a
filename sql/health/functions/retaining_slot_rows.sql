create or replace function steward_internal.retaining_slot_rows(slot jsonb, current_lsn pg_lsn)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'replication slot',
    null,
    s.slot_name,
    kept.bytes,
    format(
      'Replication slot %s keeps %s of WAL, and %s.%s',
      s.slot_name,
      pg_size_pretty(kept.bytes),
      case when s.active then 'its consumer is connected' else 'nobody is reading from it' end,
      case
        when s.wal_status = 'unreserved'
          then ' This is more than max_slot_wal_keep_size allows: the next checkpoint may invalidate it.'
        when s.safe_wal_size is null then ' No limit is set, so it can fill the disk.'
        else format(' After %s more it will be invalidated.', pg_size_pretty(s.safe_wal_size))
      end
    ),
    case
      when s.safe_wal_size is not null or s.wal_status = 'unreserved'
        then 'Let the consumer catch up or raise max_slot_wal_keep_size; if there is none any more, drop the slot.'
    end,
    case
      when s.wal_status = 'unreserved' or kept.bytes >= 4 * s.safe_wal_size then 'critical'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'slot_type', s.slot_type,
      'active', s.active,
      'wal_status', s.wal_status,
      'safe_wal_size', s.safe_wal_size
    )
  from jsonb_to_record(retaining_slot_rows.slot) as s (
    slot_name text,
    slot_type text,
    active boolean,
    restart_lsn pg_lsn,
    wal_status text,
    safe_wal_size bigint
  )
  cross join lateral (
    select greatest(pg_wal_lsn_diff(retaining_slot_rows.current_lsn, s.restart_lsn), 0) as bytes
  ) as kept
  where s.restart_lsn is not null
    and s.wal_status is distinct from 'lost'
$$;

comment on function steward_internal.retaining_slot_rows(jsonb, pg_lsn) is $doc$
Measures one replication slot for the check replication_slot_retention.

@param slot The row of pg_replication_slots.
@param current_lsn The newest WAL position of the server.
@returns One row if the slot keeps WAL, with the bytes as its value, else none.
@access steward_reader
@example select f.value from pg_replication_slots as s, steward_internal.retaining_slot_rows(to_jsonb(s), s.restart_lsn) as f;
$doc$;

revoke all on function steward_internal.retaining_slot_rows(jsonb, pg_lsn) from public;
