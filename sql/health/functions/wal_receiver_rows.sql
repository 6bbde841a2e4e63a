create or replace function steward_internal.wal_receiver_rows(
  primary_conninfo text,
  receiver_status text,
  last_message_at timestamptz,
  as_of timestamptz
)
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    round(extract(epoch from wal_receiver_rows.as_of - wal_receiver_rows.last_message_at)),
    case
      when wal_receiver_rows.primary_conninfo = '' and wal_receiver_rows.receiver_status is null
        then 'This standby has no primary_conninfo: it gets WAL from the archive or a folder only.'
      when wal_receiver_rows.receiver_status is null
        then 'This standby has a primary_conninfo, but no WAL receiver: it is not connected to its primary.'
      else
        format(
          'The WAL receiver is %s%s.', wal_receiver_rows.receiver_status,
          ', and its last message came at '
            || to_char(wal_receiver_rows.last_message_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
        )
    end,
    null,
    case
      when wal_receiver_rows.receiver_status is null and wal_receiver_rows.primary_conninfo <> '' then 'critical'
      when wal_receiver_rows.last_message_at < wal_receiver_rows.as_of - interval '5 minutes' then 'critical'
    end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('status', wal_receiver_rows.receiver_status)
$$;

comment on function steward_internal.wal_receiver_rows(text, text, timestamptz, timestamptz) is $doc$
Judges a standby's connection to its primary, for wal_receiver_down.

@param primary_conninfo The setting, empty for a standby that reads an archive only.
@param receiver_status Status in pg_stat_wal_receiver, null without a receiver.
@param last_message_at When its last message came.
@param as_of The time against which is measured.
@returns One row: critical without a receiver or after 5 minutes of silence.
@access steward_reader
@example select detail from steward_internal.wal_receiver_rows('host=primary', null, null, now());
$doc$;

revoke all on function steward_internal.wal_receiver_rows(text, text, timestamptz, timestamptz) from public;
