create or replace function steward_internal.drops_partitions(policy steward.retention_policies, target oid)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select (drops_partitions.policy).action = 'drop_partition'
    or (drops_partitions.policy).action = 'delete'
    -- Not every UUID in a partition need be of version 7.
    and (drops_partitions.policy).age_kind <> 'uuidv7'
    and steward_internal.partition_retention_problem(drops_partitions.policy, drops_partitions.target) is null
    and not exists (
      select
      from pg_trigger as t
      where t.tgrelid in (select p.relid from pg_partition_tree(drops_partitions.target::regclass) as p)
        and not t.tgisinternal
        and (t.tgtype & 8) <> 0
    )
    and not exists (
      select
      from pg_constraint as con
      where con.contype = 'f'
        and con.confrelid in (select p.relid from pg_partition_tree(drops_partitions.target::regclass) as p)
    )
    and not exists (
      select
      from pg_publication as p
      cross join lateral pg_get_publication_tables(p.pubname) as k
      where p.pubdelete
        and k.relid in (select t.relid from pg_partition_tree(drops_partitions.target::regclass) as t)
    )
$$;

comment on function steward_internal.drops_partitions(steward.retention_policies, oid) is $doc$
Tells whether a policy may drop partitions that are too old as a whole.

The action drop_partition always does. The action delete does where nobody could see a difference: there
are no conditions or limits of rows, no triggers that fire on DELETE, no foreign keys that refer to the table, and no
subscribers, who would not hear of a DROP.

@param policy The policy.
@param target Its table.
@returns True if it may.
@access steward_reader
@example select steward_internal.drops_partitions(p, format('%I.%I', p.target_schema, p.target_table)::regclass) from steward.retention_policies as p;
$doc$;

revoke all on function steward_internal.drops_partitions(steward.retention_policies, oid) from public;
