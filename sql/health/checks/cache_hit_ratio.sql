create or replace function steward_internal.check_cache_hit_ratio()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    case when s.is_enough then round(100.0 * s.hit_count / (s.hit_count + s.read_count), 2) end,
    case
      when s.is_enough then
        format(
          '%s of %s blocks that this database asked for since %s were in shared_buffers.',
          s.hit_count, s.hit_count + s.read_count,
          coalesce(date_trunc('second', s.since)::text, 'an unknown time')
        )
      else
        format(
          'Only %s blocks were asked for since %s: too few blocks read to judge.',
          s.hit_count + s.read_count,
          coalesce(date_trunc('second', s.since)::text, 'an unknown time')
        )
    end,
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('blocks_hit', s.hit_count, 'blocks_read', s.read_count)
  from (
    select
      d.blks_hit as hit_count,
      d.blks_read as read_count,
      d.blks_hit + d.blks_read >= 100000 as is_enough,
      steward_internal.statistics_since() as since
    from pg_stat_database as d
    where d.datname = current_database()
  ) as s
$$;

comment on function steward_internal.check_cache_hit_ratio() is $doc$
Measures the share of blocks that this database found in shared_buffers.

It is context for other findings and no alarm, therefore never critical unless configured so: blocks
that the operating system had cached count as read although that is fast, and the figure is an
average since the statistics began, in which a bad hour disappears. Below 100,000 blocks (780 MB)
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
