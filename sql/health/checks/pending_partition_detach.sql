create or replace function steward_internal.check_pending_partition_detach()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('Partition %s is being detached from %s, and nobody has finished it.', r.qualified_name,
      parent.qualified_name),
    null,
    null,
    null,
    array[format('alter table %s detach partition %s finalize;', parent.qualified_name, r.qualified_name)],
    null::text[],
    jsonb_build_object('parent', parent.qualified_name)
  from pg_inherits as h
  inner join steward_internal.user_relations as r on r.relid = h.inhrelid
  inner join steward_internal.user_relations as parent on parent.relid = h.inhparent
  where h.inhdetachpending
$$;

comment on function steward_internal.check_pending_partition_detach() is $doc$
Finds partitions that DETACH ... CONCURRENTLY has left half detached.

It was cancelled, or the server stopped, between its two transactions. Queries of the parent no longer
see the rows, the partition still has the constraints of both, and no other partition can be detached
concurrently. One that is under way just now looks the same: run the check again before you believe it.

@title Partition is half detached
@category capacity
@severity warning
@remedy Finish it.
@fix_lock ACCESS EXCLUSIVE on the partition
@fix_risk FINALIZE waits for every transaction that still uses the partition; attaching it again reads it.
@doc https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
@access steward_reader
@example select * from steward_internal.check_pending_partition_detach();
$doc$;

revoke all on function steward_internal.check_pending_partition_detach() from public;
