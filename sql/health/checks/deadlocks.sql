create or replace function steward_internal.check_deadlocks()
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
    round(c.change * 24 * 3600 / greatest(extract(epoch from c.elapsed), 24 * 3600), 1),
    format(
      '%s deadlocks were resolved in this database in %s.', c.change,
      steward_internal.format_value(extract(epoch from c.elapsed), 'seconds')
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('deadlocks', c.change, 'changed_since', c.changed_since)
  from (
    select (c.changes ->> 'database.deadlocks')::numeric as change, c.elapsed, c.changed_since
    from steward_internal.recent_counters() as c
  ) as c
  union all
  select h.* from steward_internal.missing_history_rows('1 day', '0') as h
$$;

comment on function steward_internal.check_deadlocks() is $doc$
Counts the deadlocks of the last day.

Each of them rolled back a transaction, and sessions stood still for deadlock_timeout before. Peers
report any; a single one a week is a rare coincidence, one a day is a pattern in the code, and 24 a day,
one an hour, is a warning. There is no critical, because the server has resolved them. Only what
happened since a snapshot of the statistics counts, and less than a day counts as a day.

@title Transactions run into deadlocks
@category locks
@unit deadlocks a day
@warning 24
@remedy Lock rows and tables in the same order everywhere; the server log has the statements of each deadlock.
@doc https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
@access steward_reader
@example select * from steward_internal.check_deadlocks();
$doc$;

revoke all on function steward_internal.check_deadlocks() from public;
