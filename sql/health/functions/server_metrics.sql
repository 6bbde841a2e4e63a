create or replace function steward_internal.server_metrics()
returns table (name text, labels jsonb, value numeric, kind text, help text)
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
declare
  v_checkpoints jsonb;
  v_background jsonb := (select to_jsonb(b) from pg_stat_bgwriter as b);
  v_wal jsonb := (select to_jsonb(w) from pg_stat_wal as w);
  v_archiver pg_stat_archiver := (select a from pg_stat_archiver as a);
begin
  -- PostgreSQL 17 moved the checkpoints into a view of their own.
  if to_regclass('pg_catalog.pg_stat_checkpointer') is not null then
    execute format('select to_jsonb(c) from %I.pg_stat_checkpointer as c', 'pg_catalog') into v_checkpoints;
  end if;

  return query
  select m.name, '{}'::jsonb, m.value, m.kind, m.help
  from (
    values
      ('server.uptime_seconds', round(extract(epoch from clock_timestamp() - pg_postmaster_start_time())),
        'gauge', 'Time since the server was started.'),
      ('server.version_number', current_setting('server_version_num')::numeric, 'gauge',
        'Version of the server: 150004 is 15.4.'),
      ('server.in_recovery', pg_is_in_recovery()::integer::numeric, 'gauge', '1 on a standby, 0 on a primary.'),
      ('server.settings_pending_restart',
        (select count(*) from pg_settings as s where s.pending_restart)::numeric, 'gauge',
        'Settings whose change waits for a restart.'),
      ('vacuum.running', (select count(*) from pg_stat_progress_vacuum)::numeric, 'gauge',
        'VACUUM commands and autovacuum workers that are vacuuming.'),
      ('wal.records', (v_wal ->> 'wal_records')::numeric, 'counter', 'WAL records generated.'),
      ('wal.full_page_images', (v_wal ->> 'wal_fpi')::numeric, 'counter', 'Full page images written to WAL.'),
      ('wal.bytes', (v_wal ->> 'wal_bytes')::numeric, 'counter', 'WAL generated.'),
      ('wal.buffers_full', (v_wal ->> 'wal_buffers_full')::numeric, 'counter',
        'How often WAL was written because wal_buffers was full.'),
      ('checkpoints.timed',
        coalesce(v_checkpoints ->> 'num_timed', v_background ->> 'checkpoints_timed')::numeric, 'counter',
        'Checkpoints because of checkpoint_timeout.'),
      ('checkpoints.requested',
        coalesce(v_checkpoints ->> 'num_requested', v_background ->> 'checkpoints_req')::numeric, 'counter',
        'Checkpoints for another reason, such as max_wal_size.'),
      ('checkpoints.write_seconds',
        coalesce(v_checkpoints ->> 'write_time', v_background ->> 'checkpoint_write_time')::numeric / 1000,
        'counter', 'Time that checkpoints spent writing.'),
      ('checkpoints.sync_seconds',
        coalesce(v_checkpoints ->> 'sync_time', v_background ->> 'checkpoint_sync_time')::numeric / 1000,
        'counter', 'Time that checkpoints spent synchronizing files.'),
      ('checkpoints.buffers_written',
        coalesce(v_checkpoints ->> 'buffers_written', v_background ->> 'buffers_checkpoint')::numeric,
        'counter', 'Buffers written by checkpoints.'),
      ('background_writer.buffers_written', (v_background ->> 'buffers_clean')::numeric, 'counter',
        'Buffers written by the background writer.'),
      ('background_writer.limit_reached', (v_background ->> 'maxwritten_clean')::numeric, 'counter',
        'How often the background writer stopped at bgwriter_lru_maxpages.')
  ) as m (name, value, kind, help);

  if current_setting('archive_mode') <> 'off' then
    return query
    select m.name, '{}'::jsonb, m.value, m.kind, m.help
    from (
      values
        ('wal.archived', v_archiver.archived_count::numeric, 'counter', 'WAL files that were archived.'),
        ('wal.archive_failures', v_archiver.failed_count::numeric, 'counter', 'Failed attempts to archive a WAL file.'),
        ('wal.archive_age_seconds',
          round(extract(epoch from clock_timestamp() - v_archiver.last_archived_time), 3), 'gauge',
          'Time since the last WAL file was archived.')
    ) as m (name, value, kind, help);
  end if;

  -- In a plain query the privilege would be asked for before CASE or WHERE could skip the call.
  if has_function_privilege('pg_catalog.pg_ls_waldir()', 'execute') then
    return query
    select 'wal.size_bytes', '{}'::jsonb, sum(w.size), 'gauge', 'Size of the files in pg_wal.'
    from pg_ls_waldir() as w;
  end if;
end
$$;

comment on function steward_internal.server_metrics() is $doc$
Measures WAL, checkpoints and the server as a whole for health_metrics().

@returns What health_metrics() returns.
@access steward_reader
@example select name, value from steward_internal.server_metrics();
$doc$;

revoke all on function steward_internal.server_metrics() from public;
