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
as $$
  with recursive waiting as materialized (
    select l.pid, l.mode, l.relation, l.database, l.waitstart, pg_blocking_pids(l.pid) as blockers
    from pg_locks as l
    where not l.granted
  ),
  -- Pairs and not paths: in a queue of n sessions each is blocked by all before it.
  chain (pid, blocker) as (
    select w.pid, unnest(w.blockers)
    from waiting as w
    union
    select c.pid, unnest(w.blockers)
    from chain as c
    inner join waiting as w on w.pid = c.blocker
  ),
  roots as (
    -- Sessions that block each other have no root; the first of them then stands for all.
    select distinct on (c.pid) c.pid, c.blocker
    from chain as c
    order by c.pid, exists (select from waiting as w where w.pid = c.blocker), c.blocker
  )
  select
    w.pid,
    a.usename,
    clock_timestamp() - coalesce(w.waitstart, a.state_change),
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
  where cardinality(w.blockers) > 0
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
