create or replace function steward_internal.statement_movements()
returns table (queryid bigint, userid oid, toplevel boolean, query text, changes numeric[])
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    s.queryid,
    s.userid,
    s.toplevel,
    s.query,
    steward_internal.counter_difference(
      s.counters, case when s.stats_since is null or s.stats_since <= l.last_seen then l.counters end
    )
  from steward_internal.current_statements() as s
  left join steward_internal.statements as l using (queryid, userid, toplevel)
  where s.counters is distinct from l.counters
$$;

comment on function steward_internal.statement_movements() is $doc$
Reads what the statements of this database did since the last snapshot.

A statement that pg_stat_statements dropped and saw again has counted from zero, and so has everything
after a reset.

@returns One row for each statement that moved, in the order of the counters of `current_statements()`.
@access steward_reader
@example select query, changes[2] as milliseconds from steward_internal.statement_movements();
$doc$;

revoke all on function steward_internal.statement_movements() from public;
