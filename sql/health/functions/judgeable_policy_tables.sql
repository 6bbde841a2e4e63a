create or replace function steward_internal.judgeable_policy_tables()
returns table (relid oid, schema_name name, relation_name name, qualified_name text, row_estimate real)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  with locked as materialized (
    select l.relid
    from steward_internal.locked_relations() as l (relid)
  )
  select r.relid, r.schema_name, r.relation_name, r.qualified_name, r.reltuples
  from steward_internal.user_relations as r
  where r.relrowsecurity
    and not r.is_partition
    and r.relid not in (select l.relid from locked as l)
    and not exists (
      select
      from pg_policy as p
      inner join pg_depend as d
        on d.classid = 'pg_policy'::regclass
        and d.objid = p.oid
        and d.refclassid = 'pg_class'::regclass
      inner join locked as l on l.relid = d.refobjid
      where p.polrelid = r.relid
    )
$$;

comment on function steward_internal.judgeable_policy_tables() is $doc$
Lists the tables whose policies can be read as SQL without waiting for a lock.

Tables that somebody has locked exclusively, and those whose policies read such a table, are left out until the next time.

@returns One row for each table; partitions are left out.
@access steward_reader
@example select qualified_name from steward_internal.judgeable_policy_tables();
$doc$;

revoke all on function steward_internal.judgeable_policy_tables() from public;
