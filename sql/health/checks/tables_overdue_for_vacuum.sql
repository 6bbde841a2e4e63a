create or replace function steward_internal.check_tables_overdue_for_vacuum()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    t.object_type,
    t.schema_name::text,
    t.relation_name::text,
    worst.percent,
    format(
      '%s %s has %s, and autovacuum starts at %s.%s',
      upper(left(t.object_type, 1)) || substr(t.object_type, 2),
      t.qualified_name,
      worst.finding,
      to_char(worst.trigger_rows, 'FM999,999,999,999,990'),
      case
        when t.is_never_analyzed
          then ' It has never been vacuumed or analyzed, so autovacuum takes it for an empty one.'
        else ''
      end
    ),
    null,
    case when t.is_never_analyzed and worst.percent >= 100 then 'warning' end,
    null,
    array[format('vacuum (analyze) %s;', t.qualified_name)],
    null::text[],
    jsonb_build_object(
      'dead_rows', t.dead_rows,
      'dead_trigger', t.dead_trigger,
      'inserted_rows', t.inserted_rows,
      'insert_trigger', t.insert_trigger,
      'last_vacuum', t.last_vacuum
    )
  from steward_internal.autovacuum_triggers() as t
  cross join lateral (
    select
      round(100.0 * w.row_count / greatest(w.trigger_rows, 1), 1) as percent,
      w.trigger_rows,
      to_char(w.row_count, 'FM999,999,999,999,990') || w.kind as finding
    from (
      values
        (t.dead_rows, t.dead_trigger, 1000, ' dead rows'),
        (t.inserted_rows, t.insert_trigger, 10000, ' rows inserted since its last VACUUM')
    ) as w (row_count, trigger_rows, floor_rows, kind)
    where w.trigger_rows is not null
      and w.row_count >= w.floor_rows
    order by 1 desc
    limit 1
  ) as worst
  where not exists (
    select
    from pg_stat_progress_vacuum as p
    where p.relid = t.relid
      and p.datname = current_database()
  )
$$;

comment on function steward_internal.check_tables_overdue_for_vacuum() is $doc$
Finds tables in which far more has changed than makes autovacuum start.

The worse of two counts: dead rows against the vacuum trigger, and inserted rows against the insert
trigger (a table that is only inserted into has to be frozen, too). Both triggers honour the storage
parameters of the table. Below 1,000 dead or 10,000 inserted rows nothing is reported, because a
small table is vacuumed in no time. A table that has never been vacuumed or analyzed is a warning as
soon as it is due and never more, because it may have been filled a minute ago.

Tables on which VACUUM is running now are left out (a role without pg_read_all_stats cannot see that
of other roles), and so are TOAST tables, system catalogs and partitioned parents, which hold no
rows. Standbys do not count changes. The counters are estimates and begin again after a crash.

Autovacuum looks at every database once in autovacuum_naptime and starts at 100 %. At 200 %, a whole
trigger more has changed while it did not come; at 1000 % it does not come at all, or in vain.

@title Table is overdue for VACUUM
@category vacuum
@unit percent
@warning 200
@critical 1000
@confidence estimate
@runs_on primary
@remedy Vacuum the table now. If it comes back, end what holds old rows back, or let autovacuum work more (autovacuum_max_workers, autovacuum_vacuum_cost_limit).
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk VACUUM reads the pages that have changed and all indexes; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#AUTOVACUUM
@access steward_reader
@example select * from steward_internal.check_tables_overdue_for_vacuum();
$doc$;

revoke all on function steward_internal.check_tables_overdue_for_vacuum() from public;
