create or replace function steward_internal.check_rollback_ratio()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    case when t.commits + t.rollbacks >= 1000 then round(100 * t.rollbacks / (t.commits + t.rollbacks), 1) end,
    format(
      '%s of %s transactions in this database were rolled back in %s%s.', t.rollbacks, t.commits + t.rollbacks,
      steward_internal.format_value(extract(epoch from t.elapsed), 'seconds'),
      case when t.commits + t.rollbacks < 1000 then ', too few to judge' end
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('commits', t.commits, 'rollbacks', t.rollbacks, 'changed_since', t.changed_since)
  from (
    select
      (c.changes ->> 'database.xact_commit')::numeric as commits,
      (c.changes ->> 'database.xact_rollback')::numeric as rollbacks,
      c.elapsed,
      c.changed_since
    from steward_internal.recent_counters() as c
  ) as t
  union all
  select h.* from steward_internal.missing_history_rows('1 day', '0') as h
$$;

comment on function steward_internal.check_rollback_ratio() is $doc$
Measures how many transactions of the last day were rolled back.

Errors end in rollbacks: constraint violations, time-outs, broken statements after a release. Peers
leave the limit to the user, because some applications roll back on purpose (ORMs end reading
transactions so); 10 percent is a guess that says "look", half is most likely an error in a loop. Fewer
than 1000 transactions are not judged.

@title Many transactions are rolled back
@category transactions
@unit percent
@warning 10
@critical 50
@remedy Look in the server log for the errors; if the application rolls back on purpose, raise the thresholds.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-DATABASE-VIEW
@access steward_reader
@example select * from steward_internal.check_rollback_ratio();
$doc$;

revoke all on function steward_internal.check_rollback_ratio() from public;
