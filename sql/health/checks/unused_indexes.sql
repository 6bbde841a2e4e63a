create or replace function steward_internal.check_unused_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with unused as (
    select u.*
    from steward_internal.idle_indexes(1048576) as u
    where u.kept_because is null
  ),
  drops as materialized (
    select s.*
    from (
      select array_agg(d.index_oid) as index_oids
      from steward_internal.index_drops() as d
      where d.check_id = 'unused_indexes'
    ) as found
    cross join lateral steward_internal.index_drop_statements(found.index_oids) as s
  )
  select
    'index',
    u.schema_name::text,
    u.index_name::text,
    u.estimated_bytes::numeric,
    format('No query has used index %I.%I on %I (about %s) in the %s days observed since %s%s.',
      u.schema_name, u.index_name, u.table_name, pg_size_pretty(u.estimated_bytes),
      floor(extract(epoch from u.observed) / 86400),
      coalesce(to_char(u.observed_since, 'YYYY-MM-DD'), 'now'),
      case when n.replica_count > 0 then format(', nor on any of %s replicas', n.replica_count) end),
    case
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    case when u.estimated_bytes >= 104857600 then 'warning' else 'info' end,
    null,
    b.fix_sql,
    b.undo_sql,
    jsonb_build_object(
      'table', format('%I.%I', u.schema_name, u.table_name),
      'observed_since', u.observed_since,
      'observed', u.observed
    )
  from unused as u
  cross join (
    select count(distinct s.node) as replica_count
    from steward.statistics_snapshots as s
    where s.node <> (select steward_internal.node_name())
  ) as n
  left join drops as b on b.index_oid = u.relid
  where u.verdict = 'unused'
    and u.relid in (select d.index_oid from steward_internal.index_drops() as d where d.check_id = 'unused_indexes')
  union all
  select r.*
  from (
    select max(u.verdict) as verdict, count(*) as candidates
    from unused as u
    where u.verdict like 'unknown:%'
  ) as u
  cross join lateral steward_internal.skipped_row(
    'history',
    format('%s; %s indexes have not been used so far.', substring(u.verdict from 10), u.candidates),
    case
      when u.verdict ~ 'standby' then 'Import the statistics of every standby: pgsteward health --replica URL'
      else 'Let capture_statistics() run every hour, or look yourself: select * from steward.get_unused_indexes();'
    end
  ) as r
  where u.candidates > 0
$$;

comment on function steward_internal.check_unused_indexes() is $doc$
Finds indexes of 1 MB and more that no query has used for long enough.

Each index costs on every write, and no HOT update can happen on its columns. Indexes that enforce
something (primary key, unique, exclusion), identify rows for replication, order the table or support a
foreign key are never listed. Counters start again after a crash, and a monthly report needs its index once a month, so the verdict
rests on our own snapshots and nothing is called unused before the setting `health.usage_window` (30
days) was observed; pganalyze waits for 35 days. The equal of an index that stays is left to duplicate_indexes.
What ANALYZE knows of an expression is kept by CREATE STATISTICS. From 100 MB on (pgFirstAid, pgwatch) it is a warning.

@title Unused index
@category indexes
@unit bytes
@confidence estimate
@remedy Drop it, and keep its definition in case that something rare needs it after all.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; building the index again takes as long as it did.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_unused_indexes();
$doc$;

revoke all on function steward_internal.check_unused_indexes() from public;
