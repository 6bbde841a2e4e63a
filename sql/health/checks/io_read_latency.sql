create or replace function steward_internal.check_io_read_latency()
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
    case when t.is_enough then round(t.ms / t.blocks, 2) end,
    case
      when t.is_enough then format(
        'Reading a block took %s on average, over %s blocks since %s.',
        steward_internal.format_value(t.ms / t.blocks, 'milliseconds'), t.blocks,
        date_trunc('second', c.changed_since)
      )
      else format('Only %s blocks were read since %s: too few to judge.', t.blocks, date_trunc('second', c.changed_since))
    end,
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('blocks_read', t.blocks, 'read_ms', round(t.ms))
  from steward_internal.recent_counters() as c
  cross join lateral (
    select
      (c.changes ->> 'database.blks_read')::numeric as blocks,
      (c.changes ->> 'database.blk_read_time')::numeric as ms,
      (c.changes ->> 'database.blks_read')::numeric >= 10000 as is_enough
  ) as t
  where current_setting('track_io_timing')::boolean
  union all
  select r.*
  from steward_internal.skipped_row(
    'server', 'The server does not measure how long reads take: track_io_timing is off.',
    'alter system set track_io_timing = on; select pg_reload_conf();'
  ) as r
  where not current_setting('track_io_timing')::boolean
  union all
  select r.* from steward_internal.history_obstacle() as r
  where current_setting('track_io_timing')::boolean
$$;

comment on function steward_internal.check_io_read_latency() is $doc$
Measures how long it takes to read a block that was not in shared_buffers.

The value is the average over the last day and all sessions in this database. Blocks that the operating
system had cached are part of it and make it small, so that an average of 5 ms means that a good part of the
reads waited for a disk, and 20 ms that the disk is overloaded or throttled. Below 10,000 blocks (80 MB)
nothing is said. If track_io_timing was off for a part of the time, the true value is higher.

@title Reads from disk are slow
@category io
@unit milliseconds
@warning 5
@critical 20
@confidence estimate
@remedy Look at the disk (throttling of cloud volumes, other load on it) and at what reads so much: slow_queries, low_hit_queries.
@doc https://www.postgresql.org/docs/current/runtime-config-statistics.html#GUC-TRACK-IO-TIMING
@access steward_reader
@example select * from steward_internal.check_io_read_latency();
$doc$;

revoke all on function steward_internal.check_io_read_latency() from public;
