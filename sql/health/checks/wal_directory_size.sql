create or replace function steward_internal.check_wal_directory_size()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select sum(f.size) as bytes, count(*) as files
    from pg_ls_waldir() as f
  ) as d
  cross join lateral (
    select
      case
        when pg_is_in_recovery() then coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
        else pg_current_wal_lsn()
      end as lsn
  ) as now
  left join lateral (
    select s.slot_name, pg_wal_lsn_diff(now.lsn, s.restart_lsn) as bytes
    from pg_replication_slots as s
    where s.restart_lsn is not null
    order by s.restart_lsn
    limit 1
  ) as oldest on true
  cross join pg_stat_archiver as a
  cross join lateral steward_internal.wal_directory_state(
    d.bytes,
    d.files,
    pg_size_bytes(current_setting('max_wal_size')),
    pg_size_bytes(current_setting('wal_keep_size')),
    oldest.slot_name,
    oldest.bytes,
    current_setting('archive_mode') <> 'off' and a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
  ) as r
$$;

comment on function steward_internal.check_wal_directory_size() is $doc$
Measures the directory pg_wal against what the settings allow it.

The value is its size in percent of max_wal_size plus wal_keep_size. max_wal_size is not a hard limit: a busy
server may pass it for a while, so only one and a half times as much is a warning and four times as much
critical, both our own figures. What holds WAL back beyond that is a replication slot, an archiver that
fails, or checkpoints that take too long; the finding says which it is. How large the disk is, SQL
cannot see.

@title Directory pg_wal is larger than it should be
@category wal
@scope cluster
@unit percent
@warning 150
@critical 400
@requires_role pg_monitor
@remedy Never delete files in pg_wal; remove the cause, and the next checkpoint removes the files.
@doc https://www.postgresql.org/docs/current/wal-configuration.html
@access steward_reader
@example select * from steward_internal.check_wal_directory_size();
$doc$;

revoke all on function steward_internal.check_wal_directory_size() from public;
