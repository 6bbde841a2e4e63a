create or replace function steward_internal.guarded_tables()
returns table (
  relid oid, qualified_name text, schema_oid oid, owner_oid oid, has_row_security boolean, is_forced boolean, is_child boolean
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive family (relid) as (
    select c.oid
    from pg_class as c
    where c.relrowsecurity
    union
    select steward_internal.protected_relation(p)
    from steward.protected_tables as p
    union
    select i.inhrelid
    from family as f
    inner join pg_inherits as i on i.inhparent = f.relid
  )
  select c.oid, u.qualified_name, c.relnamespace, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
    exists (select from pg_inherits as i where i.inhrelid = c.oid)
  from family as f
  inner join steward_internal.user_relations as u on u.relid = f.relid
  inner join pg_class as c on c.oid = u.relid
  where u.relkind in ('r', 'p')
$$;

comment on function steward_internal.guarded_tables() is $doc$
Lists the tables whose rows are not for everybody who has a grant.

They have row level security, or are protected by pgsteward, or are partitions or heirs of such a table: there it may
be missing.

@returns One row for each table.
@access steward_reader
@example select qualified_name from steward_internal.guarded_tables() where not has_row_security;
$doc$;

revoke all on function steward_internal.guarded_tables() from public;
