create or replace function steward_internal.check_tables_with_many_columns()
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
    n.column_count::numeric,
    format(
      'Table %s has %s columns%s; a table can have 1600.',
      r.qualified_name,
      n.column_count,
      case
        when r.column_numbers > n.column_count
          then format(', and %s that were dropped count as well', r.column_numbers - n.column_count)
        else ''
      end
    ),
    case
      when r.column_numbers >= 1200 and r.column_numbers > n.column_count then
        'Only a new table gets rid of dropped columns: copy the rows into one and swap the names.'
    end,
    case when r.column_numbers >= 1440 then 'critical' when r.column_numbers >= 1200 then 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('columns', n.column_count, 'dropped_columns', r.column_numbers - n.column_count)
  from steward_internal.user_tables as r
  cross join lateral (
    select count(*) as column_count
    from pg_attribute as a
    where a.attrelid = r.relid
      and a.attnum > 0
      and not a.attisdropped
  ) as n
  where r.column_numbers > 50
$$;

comment on function steward_internal.check_tables_with_many_columns() is $doc$
Counts the columns of tables, and how near they are to the limit of 1600.

Every row is read as a whole: a wide table makes each query pay for columns that it does not ask for.
Dropped columns count towards the limit for ever; from 75 % of it the row is a warning, from 90 %
critical, whatever the thresholds say. 200 columns is where pgFirstAid warns. Tables of up to 50
columns are never reported, partitions only through their partitioned table, foreign tables not at all.

@title Table has too many columns
@category schema
@mode static
@unit columns
@warning 200
@critical 1440
@remedy Split the table into what is read together, or keep sparse attributes in a jsonb column.
@doc https://www.postgresql.org/docs/current/limits.html
@access steward_reader
@example select * from steward_internal.check_tables_with_many_columns();
$doc$;

revoke all on function steward_internal.check_tables_with_many_columns() from public;
