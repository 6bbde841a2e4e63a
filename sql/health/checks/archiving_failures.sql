create or replace function steward_internal.check_archiving_failures()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_stat_archiver as a
  cross join lateral steward_internal.archiver_state(
    current_setting('archive_mode'),
    current_setting('archive_command') <> '' or current_setting('archive_library') <> '',
    pg_is_in_recovery(),
    a.last_archived_time,
    a.last_failed_time,
    a.last_failed_wal,
    a.failed_count,
    greatest(a.stats_reset, pg_postmaster_start_time()),
    statement_timestamp()
  ) as r
$$;

comment on function steward_internal.check_archiving_failures() is $doc$
Tells whether WAL is being archived, and for how long it has not been.

As long as archiving fails, WAL files pile up until the disk is full, and the backup cannot be
restored to any later time. Archiving fails if the last failure is newer than the last success; the
value is then the time since that success, or since the start of the server if there was none. A
failure more than a day old is ignored, because the archiver would have tried again every minute.
Archiving that is switched on without a command is a warning: WAL piles up and no failure is counted.

Archiving that is off is ok, and said. The thresholds are those of pgmonitor for the warning (5
minutes) and an hour as critical. After a quiet time the first failure may seem longer than it is,
because the statistics keep only the last one.

@title WAL archiving fails
@category replication
@scope cluster
@unit seconds
@warning 300
@critical 3600
@remedy Read in the server log why archive_command fails: a full or unreachable archive is the usual reason.
@doc https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-ARCHIVING-WAL
@access steward_reader
@example select * from steward_internal.check_archiving_failures();
$doc$;

revoke all on function steward_internal.check_archiving_failures() from public;
