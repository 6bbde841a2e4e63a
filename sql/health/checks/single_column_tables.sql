create or replace function steward_internal.check_single_column_tables()
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
    case n.column_count
      when 0 then format('Table %s has no column.', r.qualified_name)
      else format('Table %s has only the column %I.', r.qualified_name, n.column_name)
    end,
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('column', n.column_name)
  from steward_internal.user_tables as r
  cross join lateral (
    select count(*) as column_count, min(a.attname::text) as column_name
    from pg_attribute as a
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
  ) as n
  where (r.column_numbers < 2 or r.relid in (select a.attrelid from pg_attribute as a where a.attisdropped))
    and n.column_count < 2
    and not exists (
      select
      from pg_constraint as con
      where con.contype = 'f'
        and con.confrelid = r.relid
    )
$$;

comment on function steward_internal.check_single_column_tables() is $doc$
Finds tables with one column or none.

Often a leftover or a list that wants to be something else. A table that a foreign key references is
not reported: a list of allowed values is a good use. Off by default: others are, too. Partitions are
left out.

@title Table has one column or none
@category schema
@mode static
@severity info
@enabled false
@remedy Drop it if nobody uses it; let foreign keys reference it if it lists allowed values.
@doc https://www.postgresql.org/docs/current/ddl-basics.html
@access steward_reader
@example select * from steward_internal.check_single_column_tables();
$doc$;

revoke all on function steward_internal.check_single_column_tables() from public;
