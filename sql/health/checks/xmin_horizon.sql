create or replace function steward_internal.check_xmin_horizon()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with holders as (
    select
      case s.backend_type when 'walsender' then 'standby' else 'session' end as object_type,
      case s.backend_type
        when 'walsender' then coalesce(nullif(s.application_name, ''), format('pid %s', s.pid))
        else format('pid %s', s.pid)
      end as object_name,
      held.age,
      case s.backend_type
        when 'walsender' then format('A query on the standby of s%s', substr(s.description, 2))
        else format('S%s, %s since %s,', substr(s.description, 2), s.state, date_trunc('second', s.state_change))
      end as description,
      case s.backend_type
        when 'walsender' then 'End the query on that standby, or set hot_standby_feedback to off there.'
        else coalesce(s.advice, format('Let its application end the transaction, or end it: select pg_terminate_backend(%s);', s.pid))
      end as action,
      s.evidence
    from pg_stat_activity as a
    cross join lateral (
      -- A transaction with an ID but without a snapshot holds the horizon as well.
      select greatest(age(a.backend_xmin), age(a.backend_xid)) as age
    ) as held
    inner join steward_internal.described_sessions() as s on s.pid = a.pid
    where held.age is not null
      -- VACUUM holds nothing back with its own snapshot.
      and a.pid not in (select v.pid from pg_stat_progress_vacuum as v)
      and a.pid <> pg_backend_pid()
    union all
    select
      'prepared transaction',
      x.gid,
      age(x.transaction),
      format('Prepared transaction %L (role %I, database %I, prepared %s)', x.gid, x.owner, x.database,
        date_trunc('second', x.prepared)),
      format('In database %I, if nobody is going to commit it: rollback prepared %L;', x.database, x.gid),
      jsonb_build_object('prepared', x.prepared, 'owner', x.owner, 'database', x.database)
    from pg_prepared_xacts as x
    union all
    select
      'replication slot',
      s.slot_name,
      greatest(age(s.xmin), age(s.catalog_xmin)),
      format(
        'Replication slot %I (%s, %s%s)', s.slot_name, s.slot_type,
        case when s.active then 'being read' else 'not being read' end,
        case when s.xmin is null then ', catalogs only' end
      ),
      'Let its consumer catch up; if there is none any more, drop the slot.',
      jsonb_build_object('slot_type', s.slot_type, 'active', s.active, 'xmin', s.xmin, 'catalog_xmin', s.catalog_xmin)
    from pg_replication_slots as s
    where coalesce(s.xmin, s.catalog_xmin) is not null
  )
  select
    h.object_type,
    null,
    h.object_name,
    h.age::numeric,
    format('%s keeps VACUUM from removing rows that were deleted in the last %s transactions.', h.description, h.age),
    h.action,
    null,
    null,
    null::text[],
    null::text[],
    h.evidence
  from holders as h
$$;

comment on function steward_internal.check_xmin_horizon() is $doc$
Finds who keeps VACUUM from removing dead rows, in numbers of transactions.

VACUUM spares every row that the oldest transaction might still see. However often it runs, tables
bloat and indexes slow down until that transaction ends, be it a session, a prepared transaction, a
replication slot, or a query on a standby with hot_standby_feedback. Sessions hold the rows of their own
database and the shared catalogs, slots those of all databases; a slot with only a catalog_xmin holds
the catalogs. A snapshot that was taken beside an old transaction is as old as that. VACUUM itself is
left out. Old transaction IDs are the matter of transaction_id_age.

50 million is a quarter, 200 million all of the shipped autovacuum_freeze_max_age, at which autovacuum
must freeze and cannot. The age of a session in minutes is the matter of long_transactions.

@title VACUUM is held back
@category vacuum
@scope cluster
@unit transactions
@warning 50000000
@critical 200000000
@requires_role pg_read_all_stats
@remedy End whoever holds it back.
@doc https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
@access steward_reader
@example select * from steward_internal.check_xmin_horizon();
$doc$;

revoke all on function steward_internal.check_xmin_horizon() from public;
