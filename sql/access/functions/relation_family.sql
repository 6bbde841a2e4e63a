create or replace function steward_internal.relation_family(target regclass)
returns table (relation regclass, is_root boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive family as (
    select relation_family.target::oid as relation
    union
    select i.inhrelid
    from family as f
    inner join pg_inherits as i on i.inhparent = f.relation
    inner join pg_class as c on c.oid = i.inhrelid and c.relkind in ('r', 'p')
  )
  select f.relation::regclass, f.relation = relation_family.target
  from family as f
$$;

comment on function steward_internal.relation_family(regclass) is $doc$
Lists a table with its partitions and what inherits from it.

Row level security is that of the table that a statement names, so each of them needs its own.

@param target The table.
@returns One row for each, the table itself among them.
@access steward_reader
@example select relation from steward_internal.relation_family('steward.settings');
$doc$;

revoke all on function steward_internal.relation_family(regclass) from public;
