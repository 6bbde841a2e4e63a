create or replace function steward_internal.check_subscription_workers()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'subscription',
    null,
    u.subname::text,
    null::numeric,
    case
      when u.subenabled
        then format('Subscription %I is enabled, but no worker applies its changes%s.', u.subname,
          case when pending.table_count > 0 then format('; %s tables have not been copied', pending.table_count) end)
      else format('Subscription %I is disabled, while its publisher keeps all WAL since.', u.subname)
    end,
    case
      when not u.subenabled
        then format(
          'Enable it, or drop it together with its slot: alter subscription %1$I enable; or: drop subscription %1$I;',
          u.subname
        )
    end,
    case when u.subenabled then 'warning' else 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('enabled', u.subenabled, 'slot', u.subslotname, 'tables_not_ready', pending.table_count)
  from pg_subscription as u
  cross join lateral (
    select count(*) as table_count
    from pg_subscription_rel as r
    where r.srsubid = u.oid
      and r.srsubstate <> 'r'
  ) as pending
  where u.subdbid = (select d.oid from pg_database as d where d.datname = current_database())
    and not pg_is_in_recovery()
    and not exists (
      select
      from pg_stat_subscription as w
      where w.subid = u.oid
        and w.pid is not null
        -- Workers that copy a table are other ones.
        and w.relid is null
    )
$$;

comment on function steward_internal.check_subscription_workers() is $doc$
Finds subscriptions of this database that apply nothing.

If the worker of an enabled subscription is missing, it fails again and again (look in the server log:
the publisher cannot be reached, its slot is gone, a row conflicts) or finds no free process. It is
started anew every 5 seconds, so right after a restart this can be a false alarm: run the check again.
A disabled subscription is an information: it may be meant, but its slot goes on keeping WAL at the
publisher, and disable_on_error disables it by itself.

@title Subscription applies nothing
@category replication
@remedy Read in the server log why it ends, and look at max_logical_replication_workers and max_worker_processes.
@doc https://www.postgresql.org/docs/current/logical-replication-monitoring.html
@access steward_reader
@example select * from steward_internal.check_subscription_workers();
$doc$;

revoke all on function steward_internal.check_subscription_workers() from public;
