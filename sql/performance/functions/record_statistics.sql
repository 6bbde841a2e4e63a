create or replace function steward_internal.record_statistics(statistics jsonb)
returns bigint
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_node text := record_statistics.statistics ->> 'node';
  v_taken_at timestamptz := (record_statistics.statistics ->> 'taken_at')::timestamptz;
  v_stats_since timestamptz := (record_statistics.statistics ->> 'stats_since')::timestamptz;
  v_previous timestamptz;
  v_snapshot_id bigint;
begin
  select max(s.taken_at)
  into v_previous
  from steward.statistics_snapshots as s
  where s.node = v_node;

  insert into steward.statistics_snapshots (node, taken_at, stats_since, counters, gauges)
  values (
    v_node, v_taken_at, v_stats_since,
    coalesce(record_statistics.statistics -> 'counters', '{}'),
    coalesce(record_statistics.statistics -> 'gauges', '{}')
  )
  returning id into v_snapshot_id;

  if v_previous is not null then
    insert into steward_internal.relation_changes (snapshot_id, relid, changes)
    select v_snapshot_id, m.relid, m.changes
    from (
      select
        r.relid,
        steward_internal.counter_difference(
          r.counters::numeric[], case when v_stats_since <= v_previous then l.counters::numeric[] end
        )::bigint[] as changes
      from steward_internal.relations_in_document(record_statistics.statistics) as r
      left join steward_internal.relation_counters as l on l.node = v_node and l.relid = r.relid
      where v_stats_since > v_previous
        or l.counters is distinct from r.counters
    ) as m
    where 0 < any (m.changes);
  end if;

  insert into steward_internal.relation_counters as l (node, relid, first_seen, counters)
  select v_node, r.relid, v_taken_at, r.counters
  from steward_internal.relations_in_document(record_statistics.statistics) as r
  on conflict on constraint relation_counters_pkey do update
  set counters = excluded.counters
  where l.counters is distinct from excluded.counters;

  delete from steward_internal.relation_counters as l
  where l.node = v_node
    and not exists (
      select
      from steward_internal.relations_in_document(record_statistics.statistics) as r
      where r.relid = l.relid
    );

  return v_snapshot_id;
end
$$;

comment on function steward_internal.record_statistics(jsonb) is $doc$
Keeps a document of `read_statistics()` as a snapshot.

@param statistics The document; its node decides which snapshots it continues.
@returns The id of the new row in statistics_snapshots.
@access steward_operator
@example select steward_internal.record_statistics(steward.read_statistics());
$doc$;

revoke all on function steward_internal.record_statistics(jsonb) from public;
