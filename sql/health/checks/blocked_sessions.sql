create or replace function steward_internal.check_blocked_sessions()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with waits as materialized (
    select
      b.blocked_pid,
      coalesce(b.root_blocker_pid, b.blocking_pids[1]) as root_pid,
      extract(epoch from b.blocked_for) as seconds,
      b.lock_mode,
      b.relation,
      b.blocking_pids
    from steward.get_blocking_locks() as b
  ),
  queues as (
    select distinct on (w.root_pid)
      w.*,
      count(*) over queue as waiting_count,
      array_agg(w.blocked_pid) over queue as waiting_pids,
      -- Whoever else blocks the longest waiter and does not wait holds its lock as well.
      (
        select string_agg('pid ' || h.pid, ', ' order by h.pid)
        from (select distinct unnest(w.blocking_pids)) as h (pid)
        where h.pid <> w.root_pid
          and h.pid not in (select o.blocked_pid from waits as o)
      ) as further_holders
    from waits as w
    window queue as (
      partition by w.root_pid
      order by w.seconds desc nulls last, w.blocked_pid
      rows between unbounded preceding and unbounded following
    )
    order by w.root_pid, w.seconds desc nulls last, w.blocked_pid
  )
  select
    'session',
    null,
    format('pid %s', q.root_pid),
    round(q.seconds, 1),
    concat_ws(
      ' ',
      case q.waiting_count
        when 1 then '1 session waits'
        else format('%s sessions wait', q.waiting_count)
      end,
      format(
        'for %s, directly or behind others.',
        case
          when q.root_pid = 0 then coalesce(prepared.names, 'a prepared transaction')
          else coalesce(root.description, format('session pid %s', q.root_pid))
        end
      ),
      format(
        'The longest, %s, has waited %s for %s on %s.',
        coalesce(waiter.description, format('session pid %s', q.blocked_pid)),
        coalesce(steward_internal.format_value(q.seconds, 'seconds'), 'an unknown time'),
        q.lock_mode,
        coalesce(
          q.relation,
          case awaited.locktype
            when 'transactionid' then 'a row that another transaction has changed'
            when 'virtualxid' then 'the end of another transaction'
            when 'relation' then 'a relation of another database'
            when 'advisory' then 'an advisory lock'
            else format('a lock of type %s', coalesce(awaited.locktype, 'unknown'))
          end
        )
      ),
      'That lock is also held by ' || q.further_holders || '.',
      case
        when q.root_pid in (select w.blocked_pid from waits as w) then
          'These sessions wait for each other; after deadlock_timeout one of them is cancelled.'
      end,
      case
        when q.root_pid = 0 then null
        when root.state is null then
          format('What pid %s does is not visible to role %I.', q.root_pid, current_user)
        else
          format(
            'Pid %1$s has been %2$s since %3$s; query: %4$s',
            q.root_pid, root.state, date_trunc('second', root.state_change),
            coalesce(root.query, 'none')
          )
      end
    ),
    case
      when q.root_pid = 0 then
        coalesce(
          prepared.statements,
          'Find it with: select gid, database from pg_prepared_xacts; and commit or roll it back.'
        )
      when root.advice is not null then format('Pid %s: %s', q.root_pid, root.advice)
      when root.state = 'active' then
        format(
          'Cancel its query: select pg_cancel_backend(%1$s); %2$s '
            'select pg_terminate_backend(%1$s);',
          q.root_pid, 'or, if that does not help, end the session:'
        )
      else
        format(
          'Let its application commit, or end the session: select pg_terminate_backend(%s);',
          q.root_pid
        )
    end,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'root', coalesce(root.evidence, jsonb_build_object('pid', q.root_pid)),
      'longest_waiter', coalesce(waiter.evidence, jsonb_build_object('pid', q.blocked_pid)),
      'lock_mode', q.lock_mode,
      'relation', q.relation,
      'waiting_pids', q.waiting_pids
    )
  from queues as q
  left join steward_internal.described_sessions() as root on root.pid = q.root_pid
  left join steward_internal.described_sessions() as waiter on waiter.pid = q.blocked_pid
  left join lateral (
    select l.locktype
    from pg_locks as l
    where l.pid = q.blocked_pid
      and not l.granted
    limit 1
  ) as awaited on true
  left join lateral (
    select
      string_agg(
        format('prepared transaction %L (role %I, database %I, prepared %s)', h.gid, h.owner,
          h.database, date_trunc('second', h.prepared)),
        ', ' order by h.gid
      ) as names,
      string_agg(
        format('In database %I, if nobody is going to commit it: rollback prepared %L;',
          h.database, h.gid),
        ' ' order by h.gid
      ) as statements
    from (
      select distinct x.gid, x.owner, x.database, x.prepared
      from pg_locks as l
      inner join pg_locks as held
        on held.pid is null
        and (
          held.locktype, held.database, held.relation, held.page, held.tuple, held.virtualxid,
          held.transactionid::text, held.classid, held.objid, held.objsubid
        ) is not distinct from (
          l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid,
          l.transactionid::text, l.classid, l.objid, l.objsubid
        )
      inner join pg_locks as own
        on own.pid is null
        and own.locktype = 'transactionid'
        and own.virtualtransaction = held.virtualtransaction
      inner join pg_prepared_xacts as x on x.transaction = own.transactionid
      where q.root_pid = 0
        and l.pid = any (q.waiting_pids)
        and not l.granted
    ) as h
  ) as prepared on true
$$;

comment on function steward_internal.check_blocked_sessions() is $doc$
Finds sessions that others wait for, with the longest wait in each queue.

One row for each session at the root of a queue: it is the one to look at, whoever stands between.
Who waits for whom is what pg_blocking_pids() says, and the time is that of pg_locks.waitstart. A
session that waits for several others is counted behind one of them, and the row names the rest; pid
0 stands for prepared transactions. A wait of a second is normal life; 30 seconds is what users
notice and a fourth of the 2 minutes at which check_postgres is critical, 5 minutes is where most
peers are. Without pg_read_all_stats waits are found, but not what the sessions of other roles do.

@title Sessions wait for a lock
@category locks
@scope cluster
@unit seconds
@warning 30
@critical 300
@remedy End the transaction of the session at the root of the queue.
@doc https://www.postgresql.org/docs/current/explicit-locking.html
@access steward_reader
@example select * from steward_internal.check_blocked_sessions();
$doc$;

revoke all on function steward_internal.check_blocked_sessions() from public;
