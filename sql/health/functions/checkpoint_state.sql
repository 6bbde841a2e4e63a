create or replace function steward_internal.checkpoint_state(
  began_at timestamptz,
  wal_bytes numeric,
  checkpoint_timeout integer,
  as_of timestamptz
)
returns steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select row(
    null,
    null,
    null,
    case
      when checkpoint_state.wal_bytes >= 67108864
        then round(
          extract(epoch from checkpoint_state.as_of - checkpoint_state.began_at) / checkpoint_state.checkpoint_timeout,
          1
        )
      else 0
    end,
    format(
      'The last complete checkpoint began at %s, and %s of WAL were written since.',
      to_char(checkpoint_state.began_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
      pg_size_pretty(checkpoint_state.wal_bytes)
    ),
    null,
    null,
    null,
    null,
    null,
    jsonb_build_object(
      'wal_bytes', checkpoint_state.wal_bytes, 'checkpoint_timeout', checkpoint_state.checkpoint_timeout
    )
  )::steward_internal.check_row
$$;

comment on function steward_internal.checkpoint_state(timestamptz, numeric, integer, timestamptz) is $doc$
Judges the last checkpoint for the check checkpoint_age.

@param began_at When the last complete checkpoint began.
@param wal_bytes How much WAL was written since.
@param checkpoint_timeout The setting, in seconds.
@param as_of The time against which is measured.
@returns The row of the check; its value is the age in multiples of checkpoint_timeout, 0 if little was written.
@access steward_reader
@example select (steward_internal.checkpoint_state(now() - interval '1 hour', 1e9, 300, now())).value;
$doc$;

revoke all on function steward_internal.checkpoint_state(timestamptz, numeric, integer, timestamptz) from public;
