create or replace function steward_internal.sequence_values()
returns table (
  relid oid,
  schema_name name,
  sequence_name name,
  qualified_name text,
  data_type oid,
  increment_by bigint,
  min_value bigint,
  max_value bigint,
  is_cycled boolean,
  last_value bigint,
  withheld text
)
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with sequences as materialized (
    select
      r.relid, r.schema_name, r.relation_name, r.qualified_name, s.seqtypid, s.seqincrement, s.seqmin,
      s.seqmax, s.seqcycle,
      case
        when r.relpersistence = 'u' and pg_is_in_recovery() then 'server'
        when not has_sequence_privilege(r.relid, 'usage, select') then 'privilege'
        when r.relid in (select steward_internal.locked_relations()) then 'lock'
      end as withheld
    from steward_internal.user_relations as r
    inner join pg_sequence as s on s.seqrelid = r.relid
  ),
  values_read as materialized (
    select v.*
    from (
      select array_agg(s.relid order by s.relid) as relids
      from sequences as s
      where s.withheld is null
    ) as readable
    cross join lateral steward_internal.read_sequences(readable.relids) as v
  )
  select
    s.relid, s.schema_name, s.relation_name, s.qualified_name, s.seqtypid, s.seqincrement, s.seqmin,
    s.seqmax, s.seqcycle, v.last_value, coalesce(s.withheld, v.withheld)
  from sequences as s
  left join values_read as v on v.relid = s.relid
  -- What was dropped meanwhile has no row any more.
  where s.withheld is not null
    or v.relid is not null
  order by s.qualified_name
$$;

comment on function steward_internal.sequence_values() is $doc$
Reads the last value of every sequence that the caller may read.

Reading opens the sequence, so those that another session holds exclusively are left alone, none is
waited for longer than 100 ms, and no lock is kept.

@returns One row for each sequence. `last_value` is null if nothing has been taken from it, or if `withheld` says why it was not read: privilege, lock, time, or server (unlogged, on a standby).
@access steward_reader
@example select qualified_name, last_value, withheld from steward_internal.sequence_values();
$doc$;

revoke all on function steward_internal.sequence_values() from public;
