create or replace function steward_internal.check_unused_indexes()
returns setof steward_internal.check_row
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with unused as (
    select u.*, r.relid
    from steward.get_unused_indexes() as u
    inner join steward_internal.user_relations as r
      on r.schema_name = u.schema_name and r.relation_name = u.index_name
    where u.kept_because is null
      and u.estimated_bytes >= 1048576
  ),
  rebuilds as materialized (
    select s.index_oid, s.statements
    from (select array_agg(u.relid) as relids from unused as u where u.verdict = 'unused') as found
    cross join lateral steward_internal.index_rebuild_statements(found.relids) as s
  )
  select
    'index',
    u.schema_name::text,
    u.index_name::text,
    u.estimated_bytes::numeric,
    format('No query has used index %I.%I on %I (about %s) since %s; scans on replicas are not counted here.',
      u.schema_name, u.index_name, u.table_name, pg_size_pretty(u.estimated_bytes),
      to_char(u.stats_since, 'YYYY-MM-DD')),
    case
      when b.index_oid is null
        then 'Another session has locked it: run the check again to learn how to drop it and bring it back.'
    end,
    case when u.estimated_bytes >= 104857600 then 'warning' else 'info' end,
    null,
    case
      when b.index_oid is not null
        then array[format('drop index concurrently %I.%I;', u.schema_name, u.index_name)]
    end,
    b.statements,
    jsonb_build_object('table', format('%I.%I', u.schema_name, u.table_name), 'stats_since', u.stats_since)
  from unused as u
  left join rebuilds as b on b.index_oid = u.relid
  where u.verdict = 'unused'
  union all
  select r.*
  from (
    select max(u.verdict) as verdict, count(*) as candidates
    from unused as u
    where u.verdict like 'unknown:%'
  ) as u
  cross join lateral steward_internal.skipped_row(
    'history',
    format('The statistics are too young for a verdict (%s); %s indexes have not been used so far.',
      substring(u.verdict from 10), u.candidates),
    'Wait until health.usage_window has passed, or look yourself: select * from steward.get_unused_indexes();'
  ) as r
  where u.candidates > 0
$$;

comment on function steward_internal.check_unused_indexes() is $doc$
Finds indexes of 1 MB and more that no query has used for long enough.

Each index costs on every write, and no HOT update can happen on its columns. Indexes that enforce
something (primary key, unique, exclusion), identify rows for replication, order the table or support a
foreign key are never listed. Counters start again after a crash, and a monthly report needs its index
once a month, so nothing is called unused before the setting `health.usage_window` (30 days) has
passed; pganalyze waits for 35 days. From 100 MB on (pgFirstAid, pgwatch) it is a warning.

@title Unused index
@category indexes
@unit bytes
@confidence estimate
@remedy Make sure that no replica uses it, then drop it.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk DROP INDEX CONCURRENTLY blocks no reads or writes; building the index again takes as long as it did.
@doc https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW
@access steward_reader
@example select * from steward_internal.check_unused_indexes();
$doc$;

revoke all on function steward_internal.check_unused_indexes() from public;
