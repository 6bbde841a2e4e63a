create or replace function steward.get_cache_hit_ratio()
returns table (
  scope text,
  blocks_hit bigint,
  blocks_read bigint,
  hit_ratio numeric,
  stats_since timestamptz
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  select
    s.scope,
    s.blocks_hit,
    s.blocks_read,
    round(100.0 * s.blocks_hit / nullif(s.blocks_hit + s.blocks_read, 0), 2),
    steward_internal.statistics_since()
  from (
    select 'database' as scope, d.blks_hit as blocks_hit, d.blks_read as blocks_read
    from pg_stat_database as d
    where d.datname = current_database()
    union all
    select 'tables', sum(t.heap_blks_hit)::bigint, sum(t.heap_blks_read)::bigint
    from pg_statio_user_tables as t
    union all
    select 'indexes', sum(i.idx_blks_hit)::bigint, sum(i.idx_blks_read)::bigint
    from pg_statio_user_indexes as i
  ) as s
$$;

comment on function steward.get_cache_hit_ratio() is $doc$
Returns the share of block reads that shared_buffers could answer.

Blocks that the operating system had cached count as read, so this is about shared_buffers only. The
figures are sums since `stats_since`: a bad hour disappears in a good month.

@area health
@returns Three rows: the database (with catalogs), its user tables and its user indexes. `hit_ratio` is in percent, null if nothing was read yet.
@access steward_reader
@example select scope, hit_ratio from get_cache_hit_ratio();
$doc$;

revoke all on function steward.get_cache_hit_ratio() from public;
