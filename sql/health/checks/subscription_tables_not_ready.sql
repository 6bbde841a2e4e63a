create or replace function steward_internal.check_subscription_tables_not_ready()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    n.nspname::text,
    c.relname::text,
    null::numeric,
    format(
      'Table %I.%I of subscription %I is not replicated yet: %s%s.', n.nspname, c.relname, u.subname,
      case r.srsubstate
        when 'i' then 'its copy has not begun'
        when 'd' then 'it is being copied'
        else 'it is catching up after its copy'
      end,
      case when not copying.is_working then ', and nobody is at work on it' end
    ),
    null,
    case when not copying.is_working and r.srsubstate <> 'i' then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('subscription', u.subname, 'state', r.srsubstate)
  from pg_subscription_rel as r
  inner join pg_subscription as u on u.oid = r.srsubid
  inner join pg_class as c on c.oid = r.srrelid
  inner join pg_namespace as n on n.oid = c.relnamespace
  cross join lateral (
    select exists (
      select
      from pg_stat_subscription as w
      where w.subid = u.oid
        and w.relid = r.srrelid
        and w.pid is not null
    ) as is_working
  ) as copying
  where r.srsubstate not in ('r', 's')
    and u.subenabled
    and not pg_is_in_recovery()
$$;

comment on function steward_internal.check_subscription_tables_not_ready() is $doc$
Finds tables of subscriptions that are still being copied or wait for it.

Until its first copy is done, a table does not get the changes of its publisher, and nothing says so to
who reads it. At most max_sync_workers_per_subscription tables are copied at once, the others wait, so
this is an information; a table in the middle of its copy that nobody works on is a warning, for its
copy fails again and again. Tables of disabled subscriptions are counted by subscription_workers.

@title Table is not replicated yet
@category replication
@severity info
@remedy Wait for its copy; if it does not end, the server log says why it fails.
@doc https://www.postgresql.org/docs/current/logical-replication-architecture.html#LOGICAL-REPLICATION-SNAPSHOT
@access steward_reader
@example select * from steward_internal.check_subscription_tables_not_ready();
$doc$;

revoke all on function steward_internal.check_subscription_tables_not_ready() from public;
