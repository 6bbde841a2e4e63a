create or replace function steward_internal.check_reserved_word_names()
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
    inner join (
      -- As a name it is compared with the catalog before anything else is joined.
      select w.word::name as word
      from pg_get_keywords() as w
      where w.catcode in ('R', 'T')
    ) as k on k.word = n.name
  ) as wanted
  cross join lateral steward_internal.name_rows(wanted.relids, wanted.attnums, 'has names that are reserved words') as r
$$;

comment on function steward_internal.check_reserved_word_names() is $doc$
Finds tables, views and columns that are named like a reserved word.

Such a name must be quoted in every query; forgotten, it is a syntax error, or worse: select user from
"user" returns the role of the session. Reserved are the words that this server reserves
(pg_get_keywords()), the ones that may only be functions or types included. Words that need no quotes
as a column, such as name or value, are not reported.

@title Name is a reserved word
@category schema
@mode static
@severity info
@remedy Choose another name, a plural for instance; a rename breaks every query that uses the old one.
@doc https://www.postgresql.org/docs/current/sql-keywords-appendix.html
@access steward_reader
@example select * from steward_internal.check_reserved_word_names();
$doc$;

revoke all on function steward_internal.check_reserved_word_names() from public;
