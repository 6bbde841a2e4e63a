create or replace function steward_internal.wal_directory_state(
  bytes numeric,
  files bigint,
  max_wal_size bigint,
  wal_keep_size bigint,
  slot_name name,
  slot_bytes numeric,
  is_archiving_failing boolean
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
    s.percent,
    format(
      'pg_wal holds %s in %s files, %s %% of max_wal_size%s (%s).%s%s',
      pg_size_pretty(wal_directory_state.bytes), wal_directory_state.files, s.percent,
      case when wal_directory_state.wal_keep_size > 0 then ' plus wal_keep_size' end,
      pg_size_pretty(wal_directory_state.max_wal_size + wal_directory_state.wal_keep_size),
      case
        when s.is_held_by_slot then format(
          ' Replication slot %s keeps %s of it.',
          wal_directory_state.slot_name, pg_size_pretty(wal_directory_state.slot_bytes)
        )
      end,
      case when wal_directory_state.is_archiving_failing then ' Archiving fails, and WAL waits for it.' end
    ),
    case
      when s.is_held_by_slot and wal_directory_state.is_archiving_failing
        then 'Mend archive_command, and bring the consumer of the slot back or drop the slot.'
      when s.is_held_by_slot then 'Bring the consumer of the slot back, or drop the slot.'
      when wal_directory_state.is_archiving_failing then 'Read in the server log why archive_command fails, and mend it.'
    end,
    null,
    null,
    null,
    null,
    jsonb_build_object(
      'bytes', wal_directory_state.bytes, 'files', wal_directory_state.files,
      'slot', case when s.is_held_by_slot then wal_directory_state.slot_name end,
      'is_archiving_failing', coalesce(wal_directory_state.is_archiving_failing, false)
    )
  )::steward_internal.check_row
  from (
    select
      round(
        100 * wal_directory_state.bytes / (wal_directory_state.max_wal_size + wal_directory_state.wal_keep_size),
        1
      ) as percent,
      coalesce(wal_directory_state.slot_bytes > wal_directory_state.max_wal_size, false) as is_held_by_slot
  ) as s
$$;

comment on function steward_internal.wal_directory_state(numeric, bigint, bigint, bigint, name, numeric, boolean) is $doc$
Judges the size of pg_wal for the check wal_directory_size.

@param bytes Size of its files.
@param files How many there are.
@param max_wal_size The setting, in bytes.
@param wal_keep_size The setting, in bytes.
@param slot_name The replication slot that keeps the most WAL, or null.
@param slot_bytes How much WAL that is.
@param is_archiving_failing Whether the last attempt to archive failed.
@returns The row of the check; its value is the size in percent of what the settings allow.
@access steward_reader
@example select (steward_internal.wal_directory_state(5e9, 300, 1e9::bigint, 0, null, null, false)).value;
$doc$;

revoke all on function steward_internal.wal_directory_state(numeric, bigint, bigint, bigint, name, numeric, boolean)
from public;
