create or replace function steward_internal.statistics_since()
returns timestamptz
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
    (select d.stats_reset from pg_stat_database as d where d.datname = current_database()),
    (select b.stats_reset from pg_stat_bgwriter as b)
  )
$$;

comment on function steward_internal.statistics_since() is $doc$
Returns the start of the cumulative statistics of this database.

After a crash all counters start again, but pg_stat_database.stats_reset keeps its old value or null
(PostgreSQL 15 to 18); pg_stat_bgwriter.stats_reset moves, so the later of the two is the truth.

@returns The start of the statistics.
@access steward_reader
@example select now() - steward_internal.statistics_since() as observed;
$doc$;

revoke all on function steward_internal.statistics_since() from public;
