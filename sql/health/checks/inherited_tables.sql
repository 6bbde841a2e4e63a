create or replace function steward_internal.check_inherited_tables()
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
    format(
      'Table %s has %s by inheritance: %s.',
      r.qualified_name,
      case when i.child_count > 1 then format('%s child tables', i.child_count) else 'a child table' end,
      steward_internal.name_list(i.names)
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('children', to_jsonb(i.names))
  from (
    select
      h.inhparent,
      count(*) as child_count,
      array_agg(child.qualified_name order by child.qualified_name) as names
    from pg_inherits as h
    inner join steward_internal.user_relations as child on child.relid = h.inhrelid
    where not child.is_partition
    group by h.inhparent
  ) as i
  inner join steward_internal.user_relations as r on r.relid = i.inhparent
$$;

comment on function steward_internal.check_inherited_tables() is $doc$
Finds tables with children by inheritance that are no partitions.

A unique index, a primary key and a foreign key hold for each table alone, not for the family, so
duplicates and dangling references get in. The parent of old-style partitioning needs triggers or rules
and checks its constraints one by one. PostgreSQL's wiki lists inheritance under "Don't Do This".
Partitions are not reported.

@title Table has children by inheritance
@category schema
@mode static
@severity info
@remedy Use declarative partitioning for parts of one table; for kinds of one thing use tables with a foreign key to the common one.
@doc https://www.postgresql.org/docs/current/ddl-inherit.html#DDL-INHERIT-CAVEATS
@access steward_reader
@example select * from steward_internal.check_inherited_tables();
$doc$;

revoke all on function steward_internal.check_inherited_tables() from public;
