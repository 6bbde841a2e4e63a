create or replace function steward_internal.replay_lag_rows(
  received_lsn pg_lsn,
  replayed_lsn pg_lsn,
  replayed_until timestamptz,
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
    lag.bytes,
    case
      when lag.bytes > 0
        then format(
          'This standby has received %s of WAL that it has not replayed%s.', pg_size_pretty(lag.bytes),
          '; it shows the data of ' || date_trunc('second', replay_lag_rows.as_of - replay_lag_rows.replayed_until)
            || ' ago'
        )
      else 'This standby has replayed all WAL that it has received.'
    end,
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'received_lsn', replay_lag_rows.received_lsn,
      'replayed_lsn', replay_lag_rows.replayed_lsn,
      'seconds', case
        when lag.bytes > 0
          then round(extract(epoch from replay_lag_rows.as_of - replay_lag_rows.replayed_until), 1)
      end
    )
  from (
    select greatest(pg_wal_lsn_diff(replay_lag_rows.received_lsn, replay_lag_rows.replayed_lsn), 0) as bytes
  ) as lag
  where replay_lag_rows.received_lsn is not null
    and replay_lag_rows.replayed_lsn is not null
$$;

comment on function steward_internal.replay_lag_rows(pg_lsn, pg_lsn, timestamptz, timestamptz) is $doc$
Measures how far a standby is behind what it received, for replication_lag.

@param received_lsn The end of the WAL that has been received.
@param replayed_lsn The end of the WAL that has been replayed.
@param replayed_until When the last transaction that was replayed had been committed.
@param as_of The time against which is measured.
@returns One row with the bytes as its value; none for a server that has received nothing by streaming.
@access steward_reader
@example select detail from steward_internal.replay_lag_rows('0/3000000', '0/2000000', now(), now());
$doc$;

revoke all on function steward_internal.replay_lag_rows(pg_lsn, pg_lsn, timestamptz, timestamptz) from public;
