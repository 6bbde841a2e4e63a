create or replace function steward_internal.check_foreign_keys_without_index()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'constraint',
    r.schema_name::text,
    con.conname::text,
    null::numeric,
    format(
      'Foreign key %1$I of %2$s references %3$s, and no index of %2$s begins with (%4$s).',
      con.conname, r.qualified_name, target.qualified_name,
      steward_internal.column_list(con.conrelid, con.conkey)
    ),
    case
      when p.leftover_name is not null then format('Rebuild index %s: it is invalid, and will serve the key.', p.leftover_name)
      when p.first_constraint <> con.conname
        then format('The index that is proposed for %I serves this key as well.', p.first_constraint)
      when r.relkind = 'p'
        then 'On a busy table build the index on each partition with CONCURRENTLY first: the statement uses those.'
    end,
    null,
    null,
    case
      when p.first_constraint = con.conname
        then array[
          format('create index %s%I on %s (%s);', build.keyword, p.index_name, r.qualified_name,
            steward_internal.column_list(con.conrelid, p.attnums))
        ]
    end,
    case
      when p.first_constraint = con.conname
        then array[format('drop index %s%I.%I;', build.keyword, r.schema_name, p.index_name)]
    end,
    jsonb_build_object(
      'table', r.qualified_name,
      'columns', (
        select array_agg(a.attname order by k.position)
        from unnest(con.conkey) with ordinality as k (attnum, position)
        inner join pg_attribute as a on a.attrelid = con.conrelid and a.attnum = k.attnum
      )
    )
  from steward_internal.foreign_key_index_proposals() as p
  inner join pg_constraint as con on con.oid = p.constraint_oid
  inner join steward_internal.user_relations as r on r.relid = con.conrelid
  inner join steward_internal.user_relations as target on target.relid = con.confrelid
  cross join lateral (
    select case when r.relkind = 'p' then '' else 'concurrently ' end as keyword
  ) as build
$$;

comment on function steward_internal.check_foreign_keys_without_index() is $doc$
Finds foreign keys whose referencing columns no index begins with.

Every DELETE or key UPDATE of the referenced table then reads the whole referencing table; deleting
500 parents of 200,000 children took 280 times as long without the index. Any order of the leading
columns will do. A BRIN or GIN index cannot look up the key, INCLUDE columns are not searched, and a
partial index helps only if its predicate is just IS NOT NULL on columns of the key. Partitions are
reported once, at their parent. Keys that one index can serve, because they have the same columns or one
has those of the other, get one statement, at the longest of them.

@title Foreign key without an index
@category indexes
@mode static
@severity warning
@remedy Create an index that begins with the columns of the foreign key.
@fix_lock SHARE UPDATE EXCLUSIVE; SHARE if the table is partitioned
@fix_risk CREATE INDEX CONCURRENTLY reads the table twice and blocks no writes.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
@access steward_reader
@example select * from steward_internal.check_foreign_keys_without_index();
$doc$;

revoke all on function steward_internal.check_foreign_keys_without_index() from public;
