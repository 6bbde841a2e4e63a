create or replace function steward_internal.check_cache_hit_ratio()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with recent as materialized (
    select
      (c.changes ->> 'database.blks_hit')::numeric as hit_count,
      (c.changes ->> 'database.blks_read')::numeric as read_count,
      c.changed_since as since
    from steward_internal.recent_counters() as c
  )
  select
    null,
    null,
    null,
    case when s.is_enough then round(100.0 * s.hit_count / (s.hit_count + s.read_count), 2) end,
    format(
      case
        when s.is_enough then '%1$s of %2$s blocks that this database asked for since %3$s were in shared_buffers%4$s.'
        else 'Only %2$s blocks were asked for since %3$s: too few blocks read to judge.'
      end,
      s.hit_count, s.hit_count + s.read_count,
      coalesce(date_trunc('second', s.since)::text, 'an unknown time'),
      case when s.is_lifetime then ', over all that was counted' end
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('blocks_hit', s.hit_count, 'blocks_read', s.read_count)
  from (
    select n.*, n.hit_count + n.read_count >= 100000 as is_enough
    from (
      select r.*, false as is_lifetime
      from recent as r
      union all
      select d.blks_hit, d.blks_read, steward_internal.statistics_since(), true
      from pg_stat_database as d
      where d.datname = current_database()
        and not exists (select from recent)
    ) as n
  ) as s
$$;

comment on function steward_internal.check_cache_hit_ratio() is $doc$
Measures the share of blocks that this database found in shared_buffers.

It is context for other findings and no alarm, therefore never critical unless configured so: blocks
that the operating system had cached count as read although that is fast. The figure is the average of
the last day; while there is no snapshot of that time (`capture_statistics()`), it is that since the
statistics began, in which a bad hour disappears, and this is said. Below 100,000 blocks (780 MB)
nothing is said, because a new database starts at 93 %. Catalogs are included. PgHero wants 99 %,
pgdoctor warns at 95 and fails at 90; 90 is the value below which memory is worth a look.

@title Few blocks are found in shared_buffers
@category cache
@unit percent
@direction below
@warning 90
@confidence estimate
@remedy Look for large sequential scans in pg_stat_user_tables first; then consider more shared_buffers (a restart).
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS
@access steward_reader
@example select * from steward_internal.check_cache_hit_ratio();
$doc$;

revoke all on function steward_internal.check_cache_hit_ratio() from public;
