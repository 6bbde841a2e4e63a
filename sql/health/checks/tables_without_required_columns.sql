create or replace function steward_internal.check_tables_without_required_columns()
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
    format('All %s columns of table %s outside its key accept null.', n.column_count, r.qualified_name),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('columns', n.column_count)
  from steward_internal.user_tables as r
  left join pg_constraint as pk on pk.conrelid = r.relid and pk.contype = 'p'
  cross join lateral (
    select
      count(*) - coalesce(cardinality(pk.conkey), 0) as column_count,
      count(*) filter (where a.attnotnull) as required_count,
      bool_or(t.typnotnull) as has_required_domain
    from pg_attribute as a
    inner join pg_type as t on t.oid = a.atttypid
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
  ) as n
  where r.check_count = 0
    and r.column_numbers >= 3
    and n.required_count = coalesce(cardinality(pk.conkey), 0)
    and n.column_count >= 3
    and not n.has_required_domain
$$;

comment on function steward_internal.check_tables_without_required_columns() is $doc$
Finds tables in which every column outside the key accepts null.

Such a table accepts rows that say nothing, and each query has to cope with nulls that nobody wanted.
Tables with fewer than three columns outside the primary key are not reported, nor are tables with a
CHECK constraint or with a column of a domain that refuses null: they have rules. Partitions are left
out. The number three is this project's own, to leave tables of notes and links alone.

@title No column is required
@category schema
@mode static
@severity info
@remedy Set NOT NULL on the columns that a row cannot do without. On a large table add CHECK (... is not null) not valid and validate it first, then SET NOT NULL does not read the table.
@doc https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-NOT-NULL
@access steward_reader
@example select * from steward_internal.check_tables_without_required_columns();
$doc$;

revoke all on function steward_internal.check_tables_without_required_columns() from public;
