create or replace function steward_internal.undroppable_partitions()
returns table (target text, statements text[])
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    e.relid::regclass::text,
    array[
      format('alter table %s detach partition %s concurrently;', t.oid::regclass, e.relid::regclass),
      format('drop table %s;', e.relid::regclass)
    ]
  from steward.retention_policies as p
  cross join lateral (values (to_regclass(format('%I.%I', p.target_schema, p.target_table)))) as t (oid)
  cross join lateral (
    select s.outcome
    from steward.maintenance_steps as s
    where s.target = format('%I.%I', p.target_schema, p.target_table)
    order by s.id desc
    limit 1
  ) as last
  cross join lateral steward_internal.retention_leaves(p, t.oid, steward_internal.retention_cutoff(p)) as e
  where t.oid is not null
    and last.outcome = 'lock_timeout'
    and e.drops
    -- What somebody began to detach is finished first.
    and not exists (select from pg_inherits as h where h.inhrelid = e.relid and h.inhdetachpending)
    -- PostgreSQL detaches nothing concurrently where there is a default partition.
    and not exists (select from pg_partitioned_table as d where d.partrelid = t.oid and d.partdefid <> 0)
$$;

comment on function steward_internal.undroppable_partitions() is $doc$
Lists the expired partitions that the last run could not drop.

Others held their table all the time.

@returns For each the statements that detach it without a strong lock, and drop it then.
@access steward_operator
@example select target, statements from steward_internal.undroppable_partitions();
$doc$;

revoke all on function steward_internal.undroppable_partitions() from public;
