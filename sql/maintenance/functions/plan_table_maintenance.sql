create or replace function steward.plan_table_maintenance()
returns table (statement text, target text, reason text, severity text, lock text, check_id text)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with leftovers as materialized (
    select l.statement, format('%I.%I', n.nspname, c.relname) as target
    from steward_internal.rebuild_leftovers() as l
    inner join pg_class as c on c.oid = l.index_oid
    inner join pg_namespace as n on n.oid = c.relnamespace
    -- An owner does not reach the indexes of his TOAST tables.
    where has_schema_privilege(n.oid, 'usage')
  ),
  fixes as (
    select
      l.statement, l.target, 'A REINDEX CONCURRENTLY of it failed and left this index behind.' as reason, 'warning' as severity,
      'SHARE UPDATE EXCLUSIVE: reads and writes go on' as lock, 'invalid_indexes' as check_id
    from leftovers as l
    union all
    select s.statement, concat_ws('.', f.object_schema, f.object_name) as target, f.detail as reason, f.severity, f.fix_lock as lock, f.check_id
    from steward.health_findings() as f
    cross join lateral (
      select case
        -- Whoever runs this removes what a failed rebuild has left, so that a unique index need not be dropped first.
        when f.check_id = 'invalid_indexes' and cardinality(f.fix_sql) > 1
          then array[steward_internal.reindex_statement(to_regclass(format('%I.%I', f.object_schema, f.object_name)))]
        else f.fix_sql
      end as statements
    ) as fix
    cross join lateral unnest(fix.statements) as s (statement)
    where f.status = 'finding'
      -- It stays until somebody refreshes the version, and all would be rebuilt each night.
      and f.check_id <> 'collation_version_mismatch'
      and s.statement ~* '^(vacuum|reindex index concurrently|analyze)\M'
      -- Half of a fix would be done again each night.
      and not exists (
        select
        from unnest(fix.statements) as other (statement)
        where other.statement !~* '^(vacuum|reindex index concurrently|analyze)\M'
      )
      and s.statement not in (select r.statement from steward_internal.failed_rebuilds() as r)
    union all
    select
      format('vacuum (analyze) %s;', d.target), d.target,
      format('Retention removed %s rows since the last VACUUM, whose space and index entries are still there.', d.rows),
      'info', 'SHARE UPDATE EXCLUSIVE: reads and writes go on', null
    from steward_internal.rows_removed_since_vacuum() as d
    where d.rows >= 10000
    union all
    select
      format('alter table %s detach partition %s finalize;', i.inhparent::regclass, i.inhrelid::regclass),
      i.inhrelid::regclass::text, 'DETACH PARTITION CONCURRENTLY of it was interrupted.', 'warning',
      'SHARE UPDATE EXCLUSIVE of the table, ACCESS EXCLUSIVE of the partition', null
    from pg_inherits as i
    where i.inhdetachpending
    union all
    select
      s.statement, e.target, 'All rows are too old, and DROP TABLE did not get its lock.', 'warning',
      'SHARE UPDATE EXCLUSIVE of the table, so nobody waits', null
    from steward_internal.undroppable_partitions() as e
    cross join lateral unnest(e.statements) as s (statement)
  ),
  once as (
    select distinct on (f.statement) f.*
    from fixes as f
    -- VACUUM (ANALYZE) does what ANALYZE alone would.
    where not exists (
      select
      from fixes as v
      where v.statement <> f.statement
        and v.statement = regexp_replace(f.statement, '^analyze', 'vacuum (analyze)')
    )
    order by f.statement, array_position(array['critical', 'warning', 'info'], f.severity)
  )
  select o.*
  from once as o
  order by
    -- A rebuild that fails again would add another one.
    o.statement in (select l.statement from leftovers as l) desc,
    array_position(array['critical', 'warning', 'info'], o.severity), o.target, o.statement
$$;

comment on function steward.plan_table_maintenance() is $doc$
Lists the statements of maintenance that no procedure can run.

VACUUM, REINDEX CONCURRENTLY and DETACH PARTITION CONCURRENTLY want no transaction around them: run each as a statement of its own,
with `pgsteward maintain --concurrently` or as a one-shot schedule. First come the indexes that earlier rebuilds have left (`_ccnew`,
`_ccold`), then the fixes of the findings of the health check that consist of nothing else, a VACUUM where
retention removed 10,000 rows or more since the last one, and partitions whose DROP did not get its lock. A rebuild that failed because of
the rows is left out for a week. If a REINDEX fails here, look again: what it has left is the first row then.

@area maintenance
@returns One row for each statement, the most severe reasons first; `check_id` is null where no finding is the reason.
@access steward_operator
@example select statement, target, reason from plan_table_maintenance();
$doc$;

revoke all on function steward.plan_table_maintenance() from public;
