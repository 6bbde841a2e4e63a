create or replace function steward_internal.archiver_row(
  archive_mode text,
  last_archived_at timestamptz,
  last_failed_at timestamptz,
  last_failed_wal text,
  failed_count bigint,
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
    case when state.is_failing
      then round(extract(epoch from archiver_row.as_of - coalesce(archiver_row.last_archived_at, archiver_row.last_failed_at)))
      else 0
    end,
    case
      when archiver_row.archive_mode = 'off' then 'WAL archiving is off.'
      when state.is_failing
        then format('Archiving %s failed at %s, and %s; there were %s failures.', archiver_row.last_failed_wal,
          to_char(archiver_row.last_failed_at, 'YYYY-MM-DD HH24:MI'),
          coalesce('the last success was at ' || to_char(archiver_row.last_archived_at, 'YYYY-MM-DD HH24:MI'),
            'none has succeeded yet'),
          archiver_row.failed_count)
      else 'WAL archiving works.'
    end,
    null,
    case when state.is_failing and archiver_row.last_archived_at is null then 'critical' end,
    null,
    null::text[],
    jsonb_build_object('archive_mode', archiver_row.archive_mode, 'failed_count', archiver_row.failed_count)
  from (
    select
      archiver_row.archive_mode <> 'off'
        and archiver_row.last_failed_at is not null
        and coalesce(archiver_row.last_failed_at > archiver_row.last_archived_at, true) as is_failing
  ) as state
$$;

comment on function steward_internal.archiver_row(
  text, timestamptz, timestamptz, text, bigint, timestamptz
) is $doc$
Makes the row of the check archiving_failures from pg_stat_archiver.

@param archive_mode The setting.
@param last_archived_at Time of the last success, or null.
@param last_failed_at Time of the last failure, or null.
@param last_failed_wal The file that could not be archived.
@param failed_count Number of failures.
@param as_of The moment to look from.
@returns One row; its value is the seconds since the last success while archiving fails, else 0.
@access steward_reader
@example select value from steward_internal.archiver_row('on', null, now(), 'x', 1, now());
$doc$;

revoke all on function steward_internal.archiver_row(
  text, timestamptz, timestamptz, text, bigint, timestamptz
) from public;
