create or replace function steward_internal.limit_readings()
returns table (limit_name text, object text, used_percent numeric, remaining numeric)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select 'sequence', format('%I.%I', r.object_schema, r.object_name), r.value, (r.evidence ->> 'left')::numeric
  from steward_internal.check_sequence_exhaustion() as r
  where r.value >= 1
  union all
  select 'key column', format('%I.%s', r.object_schema, r.object_name), r.value, (r.evidence ->> 'left')::numeric
  from steward_internal.check_int4_key_exhaustion() as r
  where r.value >= 1
  union all
  select 'transaction ids', d.datname::text, round(age(d.datfrozenxid) / 21474836.48, 1),
    -- The server stops three million before the end.
    greatest(2144483647 - age(d.datfrozenxid), 0)
  from pg_database as d
  where d.datname = current_database()
  union all
  select 'multixact ids', d.datname::text, round(mxid_age(d.datminmxid) / 21474836.48, 1),
    greatest(2144483647 - mxid_age(d.datminmxid), 0)
  from pg_database as d
  where d.datname = current_database()
  union all
  select 'table size', r.qualified_name, round(100.0 * r.estimated_bytes / m.bytes, 1),
    m.bytes - r.estimated_bytes
  from steward_internal.user_relations as r
  cross join (
    select 4294967295::numeric * current_setting('block_size')::integer as bytes
  ) as m
  where r.relkind in ('r', 'm')
    and r.estimated_bytes >= 0.01 * m.bytes
  union all
  select 'disk quota', current_database()::text, round(100 * s.used / q.bytes, 1), q.bytes - s.used
  from (select pg_size_bytes(steward.get_setting('capacity.disk_quota'))::numeric as bytes) as q
  cross join lateral (
    select pg_database_size(current_database())::numeric as used
    where q.bytes > 0
  ) as s
$$;

comment on function steward_internal.limit_readings() is $doc$
Measures how much is left of each limit that this database can run into.

The limits are sequences and key columns (those with 1 % used), transaction and multixact IDs (until the
server refuses commands), the size of a table (2^32 - 1 blocks; those with 1 % used) and the setting
`capacity.disk_quota`.

@returns One row for each limit and object; `remaining` is in numbers, IDs or bytes.
@access steward_reader
@example select * from steward_internal.limit_readings() order by used_percent desc;
$doc$;

revoke all on function steward_internal.limit_readings() from public;
