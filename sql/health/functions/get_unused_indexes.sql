create or replace function steward.get_unused_indexes()
returns table (
  schema_name name,
  table_name name,
  index_name name,
  estimated_bytes bigint,
  scans bigint,
  kept_because text,
  stats_since timestamptz,
  observed interval,
  verdict text
)
language sql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select
    r.schema_name,
    t.relation_name,
    r.relation_name,
    r.estimated_bytes,
    coalesce(pg_stat_get_numscans(i.indexrelid), 0),
    reason.text,
    clock.since,
    clock.observed,
    case
      when reason.text is not null then 'keep'
      when clock.observed >= clock.wanted then 'unused'
      else format(
        'unknown: %s of %s days observed',
        coalesce(floor(extract(epoch from clock.observed) / 86400), 0),
        ceil(extract(epoch from clock.wanted) / 86400)
      )
    end
  from pg_index as i
  inner join steward_internal.user_relations as r on r.relid = i.indexrelid
  inner join steward_internal.user_relations as t on t.relid = i.indrelid
  cross join (
    select s.since, now() - s.since as observed,
      steward.get_setting('health.usage_window')::interval as wanted
    from (select steward_internal.statistics_since() as since) as s
  ) as clock
  cross join lateral (
    select case
      when i.indisprimary then 'primary key'
      when i.indisexclusion then 'exclusion constraint'
      when i.indisunique then 'unique'
      when i.indisreplident then 'replica identity'
      when i.indisclustered then 'cluster order'
      when steward_internal.supports_foreign_key(i.indexrelid) then 'foreign key'
    end as text
  ) as reason
  where r.relkind = 'i'
    and i.indisvalid
    -- What belongs to an index of the parent table cannot be dropped alone.
    and not exists (select from pg_inherits as h where h.inhrelid = i.indexrelid)
    and coalesce(pg_stat_get_numscans(i.indexrelid), 0) = 0
  order by reason.text is not null, r.estimated_bytes desc, r.schema_name, r.relation_name
$$;

comment on function steward.get_unused_indexes() is $doc$
Lists the indexes that no query has used, and says whether that proves anything.

Counters start again after a crash, so `verdict` is `unused` only if the statistics go back as far as
the setting `health.usage_window`; before, it says how many days were observed. Scans on a replica
are counted there and are not seen here.

@area health
@returns One row for each index without scans, droppable ones first, largest first. `kept_because` names the duty of an index that must stay although nothing scans it; `estimated_bytes` is as old as the last VACUUM.
@access steward_reader
@example select index_name, estimated_bytes, verdict from get_unused_indexes() where verdict <> 'keep';
$doc$;

revoke all on function steward.get_unused_indexes() from public;
