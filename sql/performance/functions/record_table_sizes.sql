create or replace function steward_internal.record_table_sizes(snapshot_id bigint)
returns void
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  insert into steward_internal.table_sizes (snapshot_id, relid, bytes, estimated_rows)
  select record_table_sizes.snapshot_id, s.relid, s.bytes, s.estimated_rows
  from (
    select
      r.relid,
      pg_total_relation_size(r.relid) as bytes,
      case when r.reltuples >= 0 then r.reltuples::bigint end as estimated_rows
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'm')
      -- Measuring opens the relation, and would wait behind whoever has locked it.
      and r.relid not in (select steward_internal.locked_relations())
    offset 0
  ) as s
  left join lateral (
    select t.bytes
    from steward_internal.table_sizes as t
    where t.relid = s.relid
    order by t.snapshot_id desc
    limit 1
  ) as last on true
  where s.bytes is distinct from last.bytes
    and s.bytes is not null
$$;

comment on function steward_internal.record_table_sizes(bigint) is $doc$
Keeps the size of each table that has another one than at the snapshot before.

@param snapshot_id The snapshot that the sizes belong to.
@access steward_operator
@example select steward_internal.record_table_sizes(s.id) from steward.statistics_snapshots as s limit 1;
$doc$;

revoke all on function steward_internal.record_table_sizes(bigint) from public;
