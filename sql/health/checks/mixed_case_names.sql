create or replace function steward_internal.check_mixed_case_names()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.*
  from (
    select array_agg(n.relid) as relids, array_agg(n.attnum) as attnums
    from steward_internal.odd_names() as n
    where n.needs_quotes
  ) as wanted
  cross join lateral steward_internal.name_rows(wanted.relids, wanted.attnums, 'has names that need double quotes') as r
$$;

comment on function steward_internal.check_mixed_case_names() is $doc$
Finds names that have to be written in double quotes, such as "userId".

The server folds what is not quoted to lower case, so such a name must be quoted in every query, script
and tool for ever, and forgetting it is an error that says the column does not exist. Letters beyond
ASCII need no quotes and are not reported, names of indexes, constraints and sequences neither. One row
for each table or view, with its columns; columns of views are left out.

@title Name needs double quotes
@category schema
@mode static
@severity info
@remedy Use lower case, digits and underscores, for new names at least: a rename breaks every query that uses the old one.
@doc https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
@access steward_reader
@example select * from steward_internal.check_mixed_case_names();
$doc$;

revoke all on function steward_internal.check_mixed_case_names() from public;
