create or replace function steward_internal.check_tables_overdue_for_analyze()
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
    due.percent,
    format(
      '%s rows of %s %s have been inserted, updated or deleted since its last ANALYZE, and '
        'autovacuum starts one at %s.%s',
      to_char(t.modified_rows, 'FM999,999,999,999,990'),
      t.object_type,
      t.qualified_name,
      to_char(t.analyze_trigger, 'FM999,999,999,999,990'),
      case
        when t.is_never_analyzed
          then ' It has never been vacuumed or analyzed: the planner knows nothing about it.'
        else ''
      end
    ),
    null,
    case when t.is_never_analyzed and due.percent >= 100 then 'warning' end,
    null,
    array[format('analyze %s;', t.qualified_name)],
    null::text[],
    jsonb_build_object(
      'modified_rows', t.modified_rows,
      'analyze_trigger', t.analyze_trigger,
      'last_analyze', t.last_analyze
    )
  from steward_internal.autovacuum_triggers() as t
  cross join lateral (
    select round(100.0 * t.modified_rows / greatest(t.analyze_trigger, 1), 1) as percent
  ) as due
  where t.modified_rows >= 1000
$$;

comment on function steward_internal.check_tables_overdue_for_analyze() is $doc$
Finds tables whose statistics for the planner are far older than they should be.

Counted are the rows changed since the last ANALYZE, against the trigger at which autovacuum starts
one, with the storage parameters of the table. Below 1,000 changed rows nothing is reported. A table
that has never been vacuumed or analyzed is a warning as soon as it is due and never more, because
it may have been filled a minute ago.

Partitioned parents are out of scope: autovacuum never analyzes them, and no counter tells how much
has changed below them; analyze them yourself after large changes. Standbys do not count changes.
The counters are estimates and begin again after a crash.

Autovacuum looks at every database once in autovacuum_naptime and starts at 100 %. At 200 %, a whole
trigger more has changed while it did not come; at 1000 % plans rest on figures that are wrong by
about the size of the table.

@title Table is overdue for ANALYZE
@category vacuum
@unit percent
@warning 200
@critical 1000
@confidence estimate
@runs_on primary
@remedy Analyze the table now. If it comes back, let autovacuum work more (autovacuum_max_workers, autovacuum_naptime).
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ANALYZE reads a sample of the table; it blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-STATISTICS
@access steward_reader
@example select * from steward_internal.check_tables_overdue_for_analyze();
$doc$;

revoke all on function steward_internal.check_tables_overdue_for_analyze() from public;
