create or replace function steward_internal.check_table_bloat()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with measured as materialized (
    select
      b.*,
      case r.relkind when 'm' then 'materialized view' else 'table' end as object_type,
      r.qualified_name,
      split_part(b.withheld, ':', 1) as reason,
      substr(b.withheld, strpos(b.withheld, ': ') + 2) as explanation
    from steward.get_table_bloat_stats() as b
    inner join steward_internal.user_relations as r
      on r.schema_name = b.schema_name and r.relation_name = b.table_name
  )
  select
    m.object_type,
    m.schema_name::text,
    m.table_name::text,
    m.bloat_percent,
    format(
      '%s %% of the %s of %s %s holds no row that anybody can see: %s is free, %s is dead rows.',
      m.bloat_percent,
      pg_size_pretty(m.estimated_bytes),
      m.object_type,
      m.qualified_name,
      pg_size_pretty(m.free_bytes),
      pg_size_pretty(m.dead_bytes)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'table_bytes', m.estimated_bytes,
      'free_bytes', m.free_bytes,
      'dead_bytes', m.dead_bytes,
      'scanned_percent', m.scanned_percent
    )
  from measured as m
  where m.withheld is null
  union all
  select s.*
  from (
    select count(*) as table_count, min(m.explanation) as explanation
    from measured as m
    where m.reason = 'privilege'
  ) as p
  cross join lateral steward_internal.skipped_row(
    'privilege',
    format('Role %I may not measure the %s tables of 10 MB or more.', current_user, p.table_count),
    p.explanation
  ) as s
  where p.table_count > 0
  union all
  select s.*
  from (
    select
      count(*) as table_count,
      (array_agg(m.qualified_name order by m.estimated_bytes desc))[1] as largest
    from measured as m
    where m.reason = 'time'
  ) as p
  cross join lateral steward_internal.skipped_row(
    'time',
    format('The time budget was used up before %s tables were measured; the largest is %s.',
      p.table_count, p.largest),
    'select * from steward.get_table_bloat_stats();'
  ) as s
  where p.table_count > 0
  union all
  select s.*
  from measured as m
  cross join lateral steward_internal.skipped_row(
    case m.reason when 'cost' then 'time' else m.reason end,
    format('%s %s was not measured: %s.',
      upper(left(m.object_type, 1)) || substr(m.object_type, 2), m.qualified_name, m.explanation),
    case m.reason
      when 'cost' then format('vacuum %s;', m.qualified_name)
      else 'See who holds the lock with get_blocking_locks(), and run the check again.'
    end,
    m.object_type,
    m.schema_name::text,
    m.table_name::text
  ) as s
  where m.reason not in ('privilege', 'time')
$$;

comment on function steward_internal.check_table_bloat() is $doc$
Measures which tables are mostly free or dead space.

Every scan reads the empty space, and it takes its place in memory and in backups. It is measured
with pgstattuple_approx, because estimates from pg_stats are wrong by tens of points after a bulk
delete or with stale statistics. Tables below 10 MB are left out, and so are unlogged tables, indexes
and TOAST. A table is skipped and said so if another session holds or awaits an exclusive lock on it,
or if more than 1 GB of it would have to be read because it has not been vacuumed.

Some free space is healthy: later rows fill it. 50 % above 10 MB is where pgFirstAid warns; at 80 % a
table is five times as large as its rows.

@title Table is bloated
@category storage
@unit percent
@warning 50
@critical 80
@confidence estimate
@requires_extension pgstattuple
@remedy Vacuum the table if much of it is dead rows, and find out why autovacuum did not. Free space that will not be filled again goes back with pg_repack or pg_squeeze, which hardly block anybody; VACUUM FULL locks the table until it is done.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
@access steward_reader
@example select * from steward_internal.check_table_bloat();
$doc$;

revoke all on function steward_internal.check_table_bloat() from public;
