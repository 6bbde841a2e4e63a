create or replace function steward_internal.table_size_at(relid oid, at timestamptz)
returns bigint
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select t.bytes
  from steward_internal.table_sizes as t
  inner join steward.statistics_snapshots as s on s.id = t.snapshot_id
  where t.relid = table_size_at.relid
    and s.taken_at <= table_size_at.at
  order by t.snapshot_id desc
  limit 1
$$;

comment on function steward_internal.table_size_at(oid, timestamptz) is $doc$
Returns the size that a table had at a time, as the snapshots know it.

@param relid The table.
@param at The time.
@returns Bytes with indexes and TOAST; null if the table was not measured before that time.
@access steward_reader
@example select steward_internal.table_size_at('steward.settings'::regclass, now());
$doc$;

revoke all on function steward_internal.table_size_at(oid, timestamptz) from public;
