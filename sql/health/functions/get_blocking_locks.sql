create or replace function steward.get_blocking_locks()
returns table (
  blocked_pid integer,
  blocked_user name,
  blocked_for interval,
  blocked_query text,
  lock_mode text,
  relation text,
  blocking_pids integer[],
  root_blocker_pid integer,
  root_blocker_user name,
  root_blocker_state text,
  root_blocker_query text
)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with recursive waiting as materialized (
    select l.pid, l.mode, l.relation, l.database, l.waitstart, b.blockers
    from pg_locks as l
    cross join lateral (select pg_blocking_pids(l.pid) as blockers) as b
    where not l.granted
      and cardinality(b.blockers) > 0
  ),
  -- Pairs, not paths: in a queue of n sessions there are n * n of the former and 2 ^ n of the latter.
  reached as (
    select w.pid, b.blocker
    from waiting as w
    cross join lateral unnest(w.blockers) as b (blocker)
    union
    select r.pid, b.blocker
    from reached as r
    inner join waiting as w on w.pid = r.blocker
    cross join lateral unnest(w.blockers) as b (blocker)
  ),
  roots as (
    -- In a deadlock nobody is a root; the lowest pid of the circle then stands for it.
    select distinct on (r.pid) r.pid, r.blocker
    from reached as r
    where r.blocker not in (select w.pid from waiting as w)
      or (r.blocker, r.blocker) in (select c.pid, c.blocker from reached as c)
    order by r.pid, r.blocker in (select w.pid from waiting as w), r.blocker
  )
  select
    w.pid,
    a.usename,
    coalesce(clock_timestamp() - w.waitstart, interval '0'),
    a.query,
    w.mode,
    case
      when w.database = (select d.oid from pg_database as d where d.datname = current_database())
        then (
          select format('%I.%I', n.nspname, c.relname)
          from pg_class as c
          inner join pg_namespace as n on n.oid = c.relnamespace
          where c.oid = w.relation
        )
    end,
    w.blockers,
    r.blocker,
    root.usename,
    case when r.blocker = 0 then 'prepared transaction' else root.state end,
    root.query
  from waiting as w
  left join roots as r on r.pid = w.pid
  left join pg_stat_activity as a on a.pid = w.pid
  left join pg_stat_activity as root on root.pid = r.blocker
  order by 3 desc nulls last, w.pid
$$;

comment on function steward.get_blocking_locks() is $doc$
Lists the sessions that wait for a lock, each with its root blocker.

Who blocks whom is what pg_blocking_pids() says, which knows the queue and group locking; joins of
pg_locks with itself miss most of it. A root blocker with pid 0 is a prepared transaction. Texts and
states of other roles' sessions need pg_read_all_stats.

@area health
@returns One row for each waiting session, longest wait first. `blocking_pids` are its direct blockers.
@access steward_reader
@example select blocked_pid, blocked_for, root_blocker_pid, root_blocker_query from get_blocking_locks();
$doc$;

revoke all on function steward.get_blocking_locks() from public;
