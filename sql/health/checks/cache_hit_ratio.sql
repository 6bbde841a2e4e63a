create or replace function steward_internal.check_cache_hit_ratio()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    case when d.blks_hit + d.blks_read >= 100000
      then round(100.0 * d.blks_hit / (d.blks_hit + d.blks_read), 2)
    end,
    case when d.blks_hit + d.blks_read >= 100000
      then format('%s of %s block reads since %s were answered from shared_buffers.',
        d.blks_hit, d.blks_hit + d.blks_read,
        coalesce(to_char(steward_internal.statistics_since(), 'YYYY-MM-DD HH24:MI'), 'the start'))
      else format('Only %s blocks were read since the statistics began: too few to judge (100,000 are needed).',
        d.blks_hit + d.blks_read)
    end,
    null,
    null,
    null,
    null::text[],
    jsonb_build_object('blocks_hit', d.blks_hit, 'blocks_read', d.blks_read)
  from pg_stat_database as d
  where d.datname = current_database()
$$;

comment on function steward_internal.check_cache_hit_ratio() is $doc$
Compares block reads that shared_buffers answered with all block reads.

Blocks that the operating system had cached count as read here, so a low ratio is a reason to look
and not yet an alarm; it is an average since the statistics began, in which a bad hour drowns. A new
database has read only its catalogs (93 % is usual then), so below 100,000 blocks nothing is judged.
The thresholds are those of pgdoctor; pghero and pg-extras want 98.5 to 99 %, which normal reporting
load does not reach.

@title Low buffer cache hit ratio
@category cache
@unit percent
@direction below
@warning 95
@critical 90
@remedy See with get_cache_hit_ratio() and pg_stat_statements what reads so much, then consider a larger shared_buffers.
@doc https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS
@access steward_reader
@example select * from steward_internal.check_cache_hit_ratio();
$doc$;

revoke all on function steward_internal.check_cache_hit_ratio() from public;
