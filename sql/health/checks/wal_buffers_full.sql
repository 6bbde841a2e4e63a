create or replace function steward_internal.check_wal_buffers_full()
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
      when s.percent is null
        then format('Only %s of WAL were written since %s: too little to judge.', pg_size_pretty(w.bytes), s.since)
      else format(
        'Since %s sessions had to write out WAL %s times because wal_buffers (%s) were full, for %s %% of the pages of WAL.',
        s.since, w.full_count, current_setting('wal_buffers'), s.percent
      )
    end,
    null,
    null,
    case when coalesce(s.percent, 0) < 10 then 'ok' end,
    null::text[],
    null::text[],
    jsonb_build_object(
      'wal_buffers_full', w.full_count, 'wal_bytes', w.bytes, 'wal_buffers', current_setting('wal_buffers')
    )
  from steward_internal.recent_counters() as c
  cross join lateral (
    select
      (c.changes ->> 'wal.wal_buffers_full')::numeric as full_count,
      (c.changes ->> 'wal.wal_bytes')::numeric as bytes
  ) as w
  cross join lateral (
    select
      case
        when w.bytes >= 1073741824
          then least(round(100 * w.full_count * current_setting('wal_block_size')::numeric / w.bytes, 1), 100)
      end as percent,
      date_trunc('second', c.changed_since) as since
  ) as s
  union all
  select r.* from steward_internal.history_obstacle() as r
$$;

comment on function steward_internal.check_wal_buffers_full() is $doc$
Measures how often sessions had to wait because the buffers for WAL were full.

Such a session writes a page of WAL out itself, in the middle of its change, while others wait for the same
lock. The value is the share of these pages in all the WAL of the last day; from 10 % on it is an
info: our own figure. Below 1 GB of WAL nothing is said.

@title Buffers for WAL are often full
@category wal
@scope cluster
@severity info
@unit percent
@confidence estimate
@runs_on primary
@remedy Raise wal_buffers (needs a restart); 64 MB is a lot already.
@doc https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-WAL-BUFFERS
@access steward_reader
@example select * from steward_internal.check_wal_buffers_full();
$doc$;

revoke all on function steward_internal.check_wal_buffers_full() from public;
