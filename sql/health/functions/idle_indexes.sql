create or replace function steward_internal.idle_indexes(min_bytes bigint default 0)
returns table (
  relid oid,
  schema_name name,
  table_name name,
  index_name name,
  estimated_bytes bigint,
  scans bigint,
  kept_because text,
  observed_since timestamptz,
  observed interval,
  verdict text
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with wanted as (
    select steward.get_setting('health.usage_window')::interval as time
  ),
  candidates as materialized (
    select
      i.*, r.schema_name, t.relname as table_name, r.relation_name, r.estimated_bytes,
      coalesce(pg_stat_get_numscans(i.indexrelid), 0) as scans
    from steward_internal.user_relations as r
    inner join pg_index as i on i.indexrelid = r.relid
    inner join pg_class as t on t.oid = i.indrelid
    where r.relkind = 'i'
      and r.estimated_bytes >= idle_indexes.min_bytes
      and i.indisvalid
      -- What belongs to an index of the parent table cannot be dropped alone.
      and not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
  ),
  here as materialized (
    select w.*
    from wanted
    -- The last snapshot before the time wanted belongs to it.
    cross join lateral steward_internal.observed_window(wanted.time + interval '1 day') as w
  ),
  changes as materialized (
    select c.indexrelid, c.idx_scan
    from wanted
    cross join lateral steward_internal.index_changes(
      wanted.time + interval '1 day',
      -- Of all indexes it is quicker without a list.
      case when idle_indexes.min_bytes > 0 then array(select x.indexrelid from candidates as x) end
    ) as c
  ),
  replicas as materialized (
    select n.node, w.first_snapshot_id, w.last_snapshot_id, w.elapsed
    from wanted
    cross join (
      select distinct s.node
      from steward.statistics_snapshots as s
      where s.node <> (select steward_internal.node_name())
    ) as n
    cross join lateral steward_internal.observed_window(wanted.time + interval '1 day', n.node) as w
  ),
  used_elsewhere as (
    select distinct c.relid
    from replicas as r
    inner join steward.statistics_snapshots as s on s.node = r.node
    inner join steward_internal.relation_changes as c on c.snapshot_id = s.id
    where c.snapshot_id > r.first_snapshot_id
      and c.changes[1] > 0
  ),
  doubt as (
    select coalesce(
      (
        select format('unknown: %s standbys are connected, statistics of %s were imported', count(*),
          (select count(*) from replicas))
        from pg_stat_replication as r
        where not exists (
          select
          from pg_replication_slots as s
          where s.active_pid = r.pid
            and s.slot_type = 'logical'
        )
        having count(*) > (select count(*) from replicas)
      ),
      (
        select format('unknown: %s of %s days observed on %s', floor(extract(epoch from r.elapsed) / 86400),
          ceil(extract(epoch from wanted.time) / 86400), r.node)
        from replicas as r
        where r.elapsed < wanted.time
        order by r.elapsed
        limit 1
      )
    ) as text
    from wanted
  )
  select
    i.indexrelid,
    i.schema_name,
    i.table_name,
    i.relation_name,
    i.estimated_bytes,
    i.scans,
    reason.text,
    clock.since,
    clock.observed,
    case
      when reason.text is not null then 'keep'
      when clock.observed < wanted.time then format(
        'unknown: %s of %s days observed',
        floor(extract(epoch from clock.observed) / 86400), ceil(extract(epoch from wanted.time) / 86400)
      )
      else coalesce(doubt.text, 'unused')
    end
  from candidates as i
  cross join wanted
  cross join doubt
  left join here on true
  left join steward_internal.relation_counters as l
    on l.node = (select steward_internal.node_name())
    and l.relid = i.indexrelid
  left join changes as c on c.indexrelid = i.indexrelid
  cross join lateral (
    select
      case when l.first_seen is not null then greatest(here.changed_since, l.first_seen) end as since,
      -- An index that no snapshot has seen yet was not observed at all.
      case when l.first_seen is not null then least(here.elapsed, now() - l.first_seen) else interval '0' end
        as observed
  ) as clock
  cross join lateral (
    select case
      when i.indisprimary then 'primary key'
      when i.indisexclusion then 'exclusion constraint'
      when i.indisunique then 'unique'
      when i.indisreplident then 'replica identity'
      when i.indisclustered then 'cluster order'
      -- No query may ever scan it, and deletes of parents are fast because of it.
      when i.indexrelid in (select f.indexrelid from steward_internal.foreign_key_indexes as f) then 'foreign key'
    end as text
  ) as reason
  where coalesce(c.idx_scan, 0) = 0
    and (i.scans = 0 or c.idx_scan = 0 and clock.observed >= wanted.time)
    and not exists (select from used_elsewhere as u where u.relid = i.indexrelid)
$$;

comment on function steward_internal.idle_indexes(bigint) is $doc$
Lists the indexes of some size that no query has used, for get_unused_indexes().

@param min_bytes Only indexes of this size and larger.
@returns What get_unused_indexes() returns, with the index.
@access steward_reader
@example select index_name, verdict from steward_internal.idle_indexes(1048576);
$doc$;

revoke all on function steward_internal.idle_indexes(bigint) from public;
