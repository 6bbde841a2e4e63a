create or replace function steward_internal.check_standby_conflicts()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from pg_stat_database_conflicts as c
  cross join lateral steward_internal.standby_conflict_rows(to_jsonb(c)) as r
  where c.datname = current_database()
    and pg_is_in_recovery()
$$;

comment on function steward_internal.check_standby_conflicts() is $doc$
Counts the queries that replay has cancelled on a standby.

A standby that has to replay what a query there still needs waits for max_standby_streaming_delay and
then cancels the query. Whether that is too often only their users know, so this is an information. A
standby keeps no snapshots of its statistics: the number is that since the statistics of the standby
were last reset, or since it was started after a crash.

@title Queries on the standby are cancelled
@category replication
@runs_on standby
@unit queries
@remedy Set hot_standby_feedback on (at the price of bloat on the primary) or raise max_standby_streaming_delay.
@doc https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-CONFLICT
@access steward_reader
@example select * from steward_internal.check_standby_conflicts();
$doc$;

revoke all on function steward_internal.check_standby_conflicts() from public;
