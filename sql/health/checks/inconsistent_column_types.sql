create or replace function steward_internal.check_inconsistent_column_types()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with variants as materialized (
    select
      c.column_name,
      t.oid as type_oid,
      count(*) as table_count
    from steward_internal.user_columns as c
    cross join lateral (
      select case when c.type_oid = 'varchar'::regtype then 'text'::regtype::oid else c.type_oid end as oid
    ) as t
    group by c.column_name, t.oid
  ),
  names as materialized (
    select v.column_name
    from variants as v
    group by v.column_name
    having count(*) > 1
      and (
        right(v.column_name::text, 3) = '_id'
        or max(v.table_count) >= 0.75 * sum(v.table_count)
      )
  ),
  described as (
    select
      v.column_name,
      format_type(v.type_oid, null) as type_name,
      v.table_count,
      (
        select array_agg(u.qualified_name order by u.qualified_name)
        from (
          select c.qualified_name
          from steward_internal.user_columns as c
          where c.column_name = v.column_name
            and (c.type_oid = v.type_oid or v.type_oid = 'text'::regtype and c.type_oid = 'varchar'::regtype)
          order by c.schema_name, c.relation_name
          limit 5
        ) as u
      ) as tables
    from names as n
    inner join variants as v on v.column_name = n.column_name
  )
  select
    'column',
    null,
    d.column_name::text,
    null::numeric,
    format(
      'Columns with the name %I have different types: %s.',
      d.column_name,
      string_agg(
        format(
          '%s in %s%s', d.type_name, array_to_string(d.tables, ', '),
          case when d.table_count > 5 then format(' and %s more tables', d.table_count - 5) else '' end
        ),
        '; ' order by d.table_count desc, d.type_name
      )
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('types', jsonb_object_agg(d.type_name, d.table_count))
  from described as d
  group by d.column_name
$$;

comment on function steward_internal.check_inconsistent_column_types() is $doc$
Finds column names that mean different types in different tables.

user_id as integer here and bigint there ends in failed joins, in casts that no index serves, and in
overflow. Reported are names that end in _id with any two types, and other names if three of four
tables agree on one; otherwise the same word simply means two things. text and character varying count
as one type, and lengths do not matter. The rule is this project's own: peers compare all names, which
reports every second column called status.

@title Column name with different types
@category schema
@mode static
@severity info
@confidence estimate
@remedy Give the columns one type if they mean the same thing, or different names if they do not.
@doc https://www.postgresql.org/docs/current/ddl-basics.html
@access steward_reader
@example select * from steward_internal.check_inconsistent_column_types();
$doc$;

revoke all on function steward_internal.check_inconsistent_column_types() from public;
