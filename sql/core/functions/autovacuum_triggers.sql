create or replace function steward_internal.autovacuum_triggers()
returns table (
  relid oid,
  object_type text,
  schema_name name,
  relation_name name,
  qualified_name text,
  is_never_analyzed boolean,
  dead_rows bigint,
  dead_trigger numeric,
  inserted_rows bigint,
  insert_trigger numeric,
  modified_rows bigint,
  analyze_trigger numeric,
  last_vacuum timestamptz,
  last_analyze timestamptz
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    r.relid,
    case r.relkind when 'm' then 'materialized view' else 'table' end,
    r.schema_name,
    r.relation_name,
    r.qualified_name,
    r.reltuples < 0,
    pg_stat_get_dead_tuples(r.relid),
    round(
      least(
        p.vacuum_threshold + p.vacuum_scale_factor * size.row_count,
        nullif(p.vacuum_max_threshold, -1)
      )::numeric
    ),
    pg_stat_get_ins_since_vacuum(r.relid),
    round(
      (
        nullif(p.insert_threshold, -1)
          + p.insert_scale_factor * size.row_count * size.unfrozen_share
      )::numeric
    ),
    pg_stat_get_mod_since_analyze(r.relid),
    round((p.analyze_threshold + p.analyze_scale_factor * size.row_count)::numeric),
    greatest(pg_stat_get_last_vacuum_time(r.relid), pg_stat_get_last_autovacuum_time(r.relid)),
    greatest(pg_stat_get_last_analyze_time(r.relid), pg_stat_get_last_autoanalyze_time(r.relid))
  from steward_internal.user_relations as r
  inner join pg_class as c on c.oid = r.relid
  cross join lateral (
    select
      greatest(r.reltuples, 0)::double precision as row_count,
      -- PostgreSQL 18 counts relallfrozen and scales the insert trigger by the pages left.
      greatest(
        1 - coalesce((to_jsonb(c) ->> 'relallfrozen')::double precision / nullif(r.relpages, 0), 0),
        0
      ) as unfrozen_share
  ) as size
  cross join lateral (
    select
      max(s.value) filter (where s.name = 'autovacuum_vacuum_threshold') as vacuum_threshold,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_scale_factor') as vacuum_scale_factor,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_max_threshold')
        as vacuum_max_threshold,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_insert_threshold') as insert_threshold,
      max(s.value) filter (where s.name = 'autovacuum_vacuum_insert_scale_factor')
        as insert_scale_factor,
      max(s.value) filter (where s.name = 'autovacuum_analyze_threshold') as analyze_threshold,
      max(s.value) filter (where s.name = 'autovacuum_analyze_scale_factor')
        as analyze_scale_factor
    from (
      select
        n.name,
        coalesce(o.option_value, current_setting(n.name, true))::double precision as value
      from unnest(
        array[
          'autovacuum_vacuum_threshold', 'autovacuum_vacuum_scale_factor',
          'autovacuum_vacuum_max_threshold', 'autovacuum_vacuum_insert_threshold',
          'autovacuum_vacuum_insert_scale_factor', 'autovacuum_analyze_threshold',
          'autovacuum_analyze_scale_factor'
        ]
      ) as n (name)
      left join pg_options_to_table(r.reloptions) as o on o.option_name = n.name
    ) as s
  ) as p
  where r.relkind in ('r', 'm')
    -- The settings are looked up for those only that have changed at all.
    and (
      pg_stat_get_dead_tuples(r.relid) >= 1000
      or pg_stat_get_ins_since_vacuum(r.relid) >= 10000
      or pg_stat_get_mod_since_analyze(r.relid) >= 1000
    )
$$;

comment on function steward_internal.autovacuum_triggers() is $doc$
Lists the tables that changed, and where autovacuum would start.

The triggers are those of autovacuum itself: threshold plus scale factor times reltuples, with the
storage parameters of the table before the settings of the server, the cap
autovacuum_vacuum_max_threshold where it exists (PostgreSQL 18), and the insert trigger scaled by
the pages not yet frozen where the server counts them (18 as well). A table that has never been
analyzed counts as empty. Left out is what has neither 1,000 dead or changed rows nor 10,000 inserted
ones: that is never urgent, and most tables are like that.

@returns One row for each such table and materialized view. The counters are estimates since the last VACUUM or ANALYZE; `insert_trigger` is null if inserts do not start autovacuum.
@access steward_reader
@example select qualified_name, dead_rows, dead_trigger from steward_internal.autovacuum_triggers();
$doc$;

revoke all on function steward_internal.autovacuum_triggers() from public;
