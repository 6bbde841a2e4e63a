create or replace function steward_internal.check_subscription_errors()
returns setof steward_internal.check_row
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    'subscription',
    null,
    u.subname::text,
    e.apply_count + e.sync_count,
    format(
      'Subscription %I failed %s times while it applied changes and %s times while it copied tables, in %s.',
      u.subname, e.apply_count, e.sync_count,
      steward_internal.format_value(extract(epoch from e.elapsed), 'seconds')
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object(
      'apply_errors', e.apply_count, 'sync_errors', e.sync_count, 'changed_since', e.changed_since
    )
  from pg_subscription as u
  inner join (
    select
      substring(c.counter from '^subscription_stats\.(.*)\.(?:apply|sync)_error_count$') as name,
      coalesce(sum(c.change) filter (where c.counter like '%.apply\_error\_count'), 0) as apply_count,
      coalesce(sum(c.change) filter (where c.counter like '%.sync\_error\_count'), 0) as sync_count,
      max(c.elapsed) as elapsed,
      max(c.changed_since) as changed_since
    from steward_internal.counter_changes('1 hour') as c
    where c.counter ~ '^subscription_stats\..*\.(apply|sync)_error_count$'
    group by 1
  ) as e on e.name = u.subname
  where u.subdbid = (select d.oid from pg_database as d where d.datname = current_database())
    and e.apply_count + e.sync_count > 0
  union all
  select h.*
  from steward_internal.missing_history_rows('1 hour', '0') as h
  where exists (
    select
    from pg_subscription as u
    where u.subdbid = (select d.oid from pg_database as d where d.datname = current_database())
  )
$$;

comment on function steward_internal.check_subscription_errors() is $doc$
Finds subscriptions of this database that failed in the last hour.

A worker that meets an error (a row that is there already, a column that is missing) starts anew after 5
seconds, meets it again, and nothing after it is replicated, while the slot keeps all WAL at the
publisher. A few errors are passed and gone, those of a lost connection for instance, which do not
count here; 10 within an hour are the same error over and over: critical.

@title Subscription fails
@category replication
@unit errors
@warning 1
@critical 10
@remedy Read in the server log what conflicts; repair the row or table, or skip the transaction: alter subscription ... skip.
@doc https://www.postgresql.org/docs/current/logical-replication-conflicts.html
@access steward_reader
@example select * from steward_internal.check_subscription_errors();
$doc$;

revoke all on function steward_internal.check_subscription_errors() from public;
