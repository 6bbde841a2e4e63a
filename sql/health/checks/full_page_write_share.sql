create or replace function steward_internal.check_full_page_write_share()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    s.percent,
    case
      when s.percent is null and s.is_compressed
        then 'WAL is compressed, so the share of full-page images in it cannot be told.'
      when s.percent is null
        then format('Only %s of WAL were written since %s: too little to judge.', pg_size_pretty(w.bytes), s.since)
      else format(
        'Up to %s %% of %s of WAL since %s were images of whole pages (%s of them).',
        s.percent, pg_size_pretty(w.bytes), s.since, w.images
      )
    end,
    null,
    null,
    case when coalesce(s.percent, 0) < 75 then 'ok' end,
    array[
      format('alter system set wal_compression = %L;', s.method),
      'select pg_reload_conf();'
    ],
    array['alter system set wal_compression = ''off'';', 'select pg_reload_conf();'],
    jsonb_build_object('wal_fpi', w.images, 'wal_bytes', w.bytes)
  from steward_internal.recent_counters() as c
  cross join lateral (
    select
      (c.changes ->> 'wal.wal_fpi')::numeric as images,
      (c.changes ->> 'wal.wal_bytes')::numeric as bytes
  ) as w
  cross join lateral (
    select
      p.setting <> 'off' as is_compressed,
      case when 'lz4' = any (p.enumvals) then 'lz4' else 'pglz' end as method,
      date_trunc('second', c.changed_since) as since,
      case
        when p.setting = 'off' and w.bytes >= greatest(1073741824, 104857600 * c.hours)
          then least(round(100 * w.images * current_setting('block_size')::numeric / w.bytes, 1), 100)
      end as percent
    from pg_settings as p
    where p.name = 'wal_compression'
  ) as s
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_full_page_write_share() is $doc$
Estimates how much of the WAL is images of whole pages, which checkpoints cause.

After a checkpoint the first change of a page writes the whole page to the WAL. PostgreSQL counts these
images but not their bytes; as free space within a page is left out, the value is an upper bound: images
times the block size, in percent of all bytes of WAL in the last day. From 75 % on it is an info: our own
figure, as half is common. Nothing is said below 1 GB of WAL, or 100 MB per hour, or while
wal_compression is on. Archives, replicas and backups all carry this WAL.

@title WAL consists mostly of full-page images
@category wal
@scope cluster
@severity info
@unit percent
@confidence estimate
@runs_on primary
@remedy Let checkpoints happen less often (checkpoint_timeout, max_wal_size), and compress the images.
@fix_lock none
@fix_risk Compression costs some CPU in the sessions that write; ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-WAL-COMPRESSION
@access steward_reader
@example select * from steward_internal.check_full_page_write_share();
$doc$;

revoke all on function steward_internal.check_full_page_write_share() from public;
