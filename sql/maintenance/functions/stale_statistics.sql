create or replace function steward_internal.stale_statistics()
returns table (qualified_name text, changed_share numeric)
language sql
volatile
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
  select t.qualified_name, t.modified_rows / greatest(t.analyze_trigger, 1)
  from steward_internal.autovacuum_triggers() as t
  inner join pg_class as c on c.oid = t.relid
  where (t.modified_rows > t.analyze_trigger or t.is_never_analyzed and t.modified_rows > 0)
    and pg_has_role(c.relowner, 'usage')
    and t.relid not in (select l.relid from steward_internal.locked_relations() as l (relid))
$$;

comment on function steward_internal.stale_statistics() is $doc$
Lists the tables that autovacuum would analyze, and that the role may.

Tables that somebody locks are left out.

@returns One row for each, and how many times its trigger has been reached.
@access steward_operator
@example select qualified_name from steward_internal.stale_statistics();
$doc$;

revoke all on function steward_internal.stale_statistics() from public;
