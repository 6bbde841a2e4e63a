create or replace function steward_internal.collation_dependents(collation_id oid)
returns table (partitioned_tables text[], constraints text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    (
      select array_agg(r.qualified_name order by r.qualified_name)
      from pg_partitioned_table as p
      inner join steward_internal.user_relations as r on r.relid = p.partrelid
      where p.partstrat = 'r'
        and collation_dependents.collation_id = any (p.partcollation::oid[])
    ),
    (
      select array_agg(distinct format('%I of %s', con.conname, r.qualified_name))
      from pg_constraint as con
      inner join steward_internal.user_relations as r on r.relid = con.conrelid
      cross join lateral regexp_matches(con.conbin::text, ':opno (\d+) [^{}()]*:inputcollid (\d+)', 'g') as m (found)
      where con.contype = 'c'
        and con.coninhcount = 0
        and m.found[2]::oid = collation_dependents.collation_id
        -- Equality does not depend on the order.
        and m.found[1]::oid in (
          select o.amopopr
          from pg_amop as o
          inner join pg_am as am on am.oid = o.amopmethod
          where am.amname = 'btree'
            and o.amopstrategy <> 3
        )
    )
$$;

comment on function steward_internal.collation_dependents(oid) is $doc$
Lists what else than indexes depends on the order of a collation.

@param collation_id The collation.
@returns The tables that are partitioned by ranges of it, and the check constraints that compare by it with < and the like; null if there is none.
@access steward_reader
@example select * from steward_internal.collation_dependents('pg_catalog."default"'::regcollation);
$doc$;

revoke all on function steward_internal.collation_dependents(oid) from public;
