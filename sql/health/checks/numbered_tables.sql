create or replace function steward_internal.check_numbered_tables()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with numbered as (
    select
      r.schema_name,
      s.stem,
      count(*) as table_count,
      array_agg(r.relid order by length(r.relation_name), r.relation_name) as relids,
      array_agg(r.relation_name::text order by length(r.relation_name), r.relation_name) as names
    from steward_internal.user_tables as r
    cross join lateral (
      select substring(r.relation_name::text collate "C" from '^(.*[^0-9_])[0-9_]*[0-9]$') as stem
    ) as s
    where r.relkind = 'r'
      and s.stem is not null
      and not exists (select from pg_inherits as h where h.inhrelid = r.relid)
    group by r.schema_name, s.stem, r.column_numbers
    having count(*) >= 3
  )
  select
    'table',
    n.schema_name::text,
    n.names[1],
    null::numeric,
    format(
      '%s tables of schema %I have the same columns and are numbered: %s to %s.',
      n.table_count, n.schema_name, quote_ident(n.names[1]), quote_ident(n.names[n.table_count])
    ),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('stem', n.stem, 'tables', n.table_count)
  from numbered as n
  where (
    select count(distinct k.columns) = 1
    from unnest(array[n.relids[1], n.relids[(n.table_count + 1) / 2], n.relids[n.table_count]]) as t (relid)
    cross join lateral (
      select array_agg(a.attname::text order by a.attname) as columns
      from pg_attribute as a
      where a.attrelid = t.relid
        and a.attnum > 0
        and not a.attisdropped
    ) as k
  )
$$;

comment on function steward_internal.check_numbered_tables() is $doc$
Finds tables of one kind that are numbered by hand, as log_2023 and log_2024.

What is one table was cut into many by hand: every query has to know which ones to read, no constraint
spans them, and the next one has to be made in time. Reported are three or more tables of one schema
with the same name up to the number at its end and the same number of columns, if the first, the middle
and the last have columns of the same names. Partitions and children by inheritance are left out.

@title Tables are numbered by hand
@category schema
@mode static
@severity info
@remedy Make them partitions of one partitioned table: create it, then alter table ... attach partition for each.
@doc https://www.postgresql.org/docs/current/ddl-partitioning.html
@access steward_reader
@example select * from steward_internal.check_numbered_tables();
$doc$;

revoke all on function steward_internal.check_numbered_tables() from public;
