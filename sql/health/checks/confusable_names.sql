create or replace function steward_internal.check_confusable_names()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with quoted as materialized (
    select n.relid, n.attnum
    from steward_internal.odd_names() as n
    where n.needs_quotes
  ),
  relations as (
    select
      'table' as object_type,
      r.schema_name::text as schema_name,
      min(r.relation_name::text collate "C") as object_name,
      format('Relations of schema %I', r.schema_name) as place,
      array_agg(quote_ident(r.relation_name) order by r.relation_name::text collate "C") as names
    from steward_internal.user_relations as r
    where r.relkind in ('r', 'p', 'v', 'm', 'f')
      and not r.is_partition
      and exists (select from quoted as q where q.attnum = 0)
    group by r.schema_name, translate(lower(r.relation_name::text collate "C"), ' -', '__')
    having count(*) > 1
  ),
  columns as (
    select
      'column',
      c.schema_name::text,
      format('%s.%s', c.relation_name, min(c.column_name::text collate "C")),
      format('Columns of table %s', c.qualified_name),
      array_agg(quote_ident(c.column_name) order by c.column_name::text collate "C")
    from (select distinct q.relid from quoted as q where q.attnum > 0) as t
    inner join steward_internal.user_columns as c on c.relid = t.relid
    group by
      c.relid, c.schema_name, c.relation_name, c.qualified_name,
      translate(lower(c.column_name::text collate "C"), ' -', '__')
    having count(*) > 1
  )
  select
    p.object_type,
    p.schema_name,
    p.object_name,
    null::numeric,
    format('%s differ only in case, blanks or hyphens: %s.', p.place, steward_internal.name_list(p.names)),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('names', to_jsonb(p.names))
  from (select * from relations union all select * from columns) as p
$$;

comment on function steward_internal.check_confusable_names() is $doc$
Finds tables and columns whose names differ only in case, blanks or hyphens.

"Orders" beside orders, "user id" beside user_id: whoever forgets the quotes gets the other one, and no
error. Mostly one of them came from a tool that quotes and one from a person who does not. Compared
are names in lower case (of ASCII) with blanks and hyphens read as underscores; views and foreign
tables count as tables, columns are compared within tables only.

@title Names are easily confused
@category schema
@mode static
@severity info
@remedy Find out which one the applications use, move the data there, and drop or rename the other.
@doc https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
@access steward_reader
@example select * from steward_internal.check_confusable_names();
$doc$;

revoke all on function steward_internal.check_confusable_names() from public;
