create or replace function steward_internal.check_ddl_lock_queue()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'session',
    null,
    format('pid %s', r.pid),
    round(r.seconds, 1),
    format(
      '%1$s has waited %2$s for AccessExclusiveLock on %3$s, which %4$s. %5$s Its query: %6$s',
      'S' || substr(coalesce(who.description, format('session pid %s', r.pid)), 2),
      steward_internal.format_value(r.seconds, 'seconds'),
      r.relation_name,
      coalesce('is in use by ' || held.holders, 'nobody else uses any more'),
      case cardinality(queue.pids)
        when 0 then 'Nobody waits behind it yet, but every new query of the relation will.'
        when 1 then '1 session waits behind it.'
        else format('%s sessions wait behind it.', cardinality(queue.pids))
      end,
      coalesce(who.query, 'not visible')
    ),
    concat_ws(
      ' ',
      coalesce(
        who.advice,
        format('Cancel it and repeat it with a short lock_timeout: select pg_cancel_backend(%s);', r.pid)
      ),
      'Or end what it waits for: ' || held.statements,
      held.advice
    ),
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'session', coalesce(who.evidence, jsonb_build_object('pid', r.pid)),
      'relation', r.relation_name,
      'holding_pids', held.pids,
      'waiting_pids', queue.pids
    )
  from (
    select
      l.pid,
      l.database,
      l.relation,
      -- waitstart is still null in the first moment of a wait.
      coalesce(extract(epoch from clock_timestamp() - l.waitstart), 0) as seconds,
      case
        when c.oid is not null then format('%I.%I', n.nspname, c.relname)
        else concat_ws(' ', 'relation', l.relation, 'of database', quote_ident(d.datname))
      end as relation_name
    from pg_locks as l
    left join pg_database as d on d.oid = l.database
    -- Shared catalogs belong to no database.
    left join pg_class as c
      on c.oid = l.relation and coalesce(d.datname, current_database()) = current_database()
    left join pg_namespace as n on n.oid = c.relnamespace
    where not l.granted
      and l.locktype = 'relation'
      and l.mode = 'AccessExclusiveLock'
  ) as r
  left join steward_internal.described_sessions() as who on who.pid = r.pid
  cross join lateral (
    select
      array_agg(h.pid order by h.pid) as pids,
      string_agg(
        case h.pid when 0 then 'a prepared transaction' else format('pid %s', h.pid) end,
        ', ' order by h.pid
      ) as holders,
      string_agg(format('select pg_terminate_backend(%s);', h.pid), ' ' order by h.pid)
        filter (where h.pid <> 0 and s.advice is null) as statements,
      string_agg(format('Pid %s: ', h.pid) || s.advice, ' ' order by h.pid) as advice
    from (
      select distinct coalesce(l.pid, 0) as pid
      from pg_locks as l
      where l.granted
        and l.locktype = 'relation'
        and l.database = r.database
        and l.relation = r.relation
        and l.pid is distinct from r.pid
    ) as h
    left join steward_internal.described_sessions() as s on s.pid = h.pid
  ) as held
  cross join lateral (
    select coalesce(array_agg(l.pid order by l.pid), '{}') as pids
    from pg_locks as l
    where not l.granted
      and l.locktype = 'relation'
      and l.database = r.database
      and l.relation = r.relation
      and r.pid = any (pg_blocking_pids(l.pid))
  ) as queue
$$;

comment on function steward_internal.check_ddl_lock_queue() is $doc$
Finds schema changes that wait for a table and make everybody else wait.

ALTER TABLE, TRUNCATE and their like ask for AccessExclusiveLock. While one waits for a running
transaction, every later query of the table, even a SELECT, queues behind it: the commonest outage
of a migration. One that nobody queues behind yet is reported too, because the next query will. The
waits of weaker locks and what stands behind are the business of blocked_sessions. No peer has this
check; 10 seconds is what a web request tolerates, 60 what it certainly does not.

@title A schema change blocks a table
@category locks
@scope cluster
@unit seconds
@warning 10
@critical 60
@remedy Cancel the schema change and repeat it with a short lock_timeout.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
@access steward_reader
@example select * from steward_internal.check_ddl_lock_queue();
$doc$;

revoke all on function steward_internal.check_ddl_lock_queue() from public;
