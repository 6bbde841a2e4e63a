create or replace function steward_internal.archiver_state(
  archive_mode text,
  is_configured boolean,
  in_recovery boolean,
  last_archived_at timestamptz,
  last_failed_at timestamptz,
  last_failed_wal text,
  failed_count bigint,
  observed_since timestamptz,
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
    case s.state
      when 'failing'
        then round(
          extract(
            epoch from archiver_state.as_of
              - coalesce(archiver_state.last_archived_at, archiver_state.observed_since)
          )
        )
      when 'working' then 0
    end,
    case s.state
      when 'off' then 'WAL archiving is off.'
      when 'standby' then 'WAL archiving is left to the primary: archive_mode is on, not always.'
      when 'not configured' then
        'WAL archiving is on, but archive_command and archive_library are both empty: no WAL is archived, '
          'and none is removed.'
      when 'failing' then
        format(
          'Archiving of %s failed at %s; %s, and %s attempts have failed in all.',
          archiver_state.last_failed_wal,
          to_char(archiver_state.last_failed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
          coalesce(
            'the last success was at '
              || to_char(archiver_state.last_archived_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
            'nothing has been archived yet'
          ),
          archiver_state.failed_count
        )
      else 'WAL archiving works.'
    end,
    case s.state
      when 'not configured' then 'Set archive_command or archive_library, and reload the configuration.'
    end,
    case s.state when 'not configured' then 'warning' end,
    null,
    null,
    null,
    jsonb_build_object(
      'archive_mode', archiver_state.archive_mode, 'failed_count', archiver_state.failed_count
    )
  )::steward_internal.check_row
  from (
    select case
      when archiver_state.archive_mode = 'off' then 'off'
      when archiver_state.in_recovery and archiver_state.archive_mode <> 'always' then 'standby'
      when not archiver_state.is_configured then 'not configured'
      -- The archiver tries again every minute: after a day without a failure there is nothing to archive.
      when archiver_state.last_failed_at > coalesce(archiver_state.last_archived_at, '-infinity')
        and archiver_state.last_failed_at > archiver_state.as_of - interval '1 day' then 'failing'
      else 'working'
    end as state
  ) as s
$$;

comment on function steward_internal.archiver_state(
  text, boolean, boolean, timestamptz, timestamptz, text, bigint, timestamptz, timestamptz
) is $doc$
Judges the archiver for the check archiving_failures.

@param archive_mode The setting: off, on or always.
@param is_configured Whether there is an archive_command or an archive_library.
@param in_recovery Whether the server is a standby.
@param last_archived_at When a WAL file was archived last, or null.
@param last_failed_at When that failed last, or null.
@param last_failed_wal The file that could not be archived.
@param failed_count How often it failed.
@param observed_since Since when a success would be known: start of the server or of the statistics.
@param as_of The time against which is measured.
@returns The row of the check: seconds without a success as its value if archiving fails, 0 if it works.
@access steward_reader
@example select (steward_internal.archiver_state('on', true, false, now(), null, null, 0, now(), now())).detail;
$doc$;

revoke all on function steward_internal.archiver_state(
  text, boolean, boolean, timestamptz, timestamptz, text, bigint, timestamptz, timestamptz
) from public;
