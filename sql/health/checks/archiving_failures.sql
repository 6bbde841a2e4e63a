create or replace function steward_internal.check_archiving_failures()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select j.*
  from pg_stat_archiver as a
  cross join lateral steward_internal.archiver_row(
    current_setting('archive_mode'), a.last_archived_time, a.last_failed_time, a.last_failed_wal,
    a.failed_count, now()
  ) as j
$$;

comment on function steward_internal.check_archiving_failures() is $doc$
Finds that WAL archiving fails, and since when.

While it fails, backups have a gap and pg_wal grows until the disk is full. Failing means that the last
failure is newer than the last success; failures before the last success are history. The measure is
the time since the last success (or since the first failure that is known); pgmonitor alerts at 5
minutes, and after an hour nobody can call it a hiccup.

@title WAL archiving fails
@category replication
@scope cluster
@unit seconds
@warning 300
@critical 3600
@remedy Look for the error of archive_command or archive_library in the server log.
@doc https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-ARCHIVING-WAL
@access steward_reader
@example select * from steward_internal.check_archiving_failures();
$doc$;

revoke all on function steward_internal.check_archiving_failures() from public;
