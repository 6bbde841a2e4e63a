create or replace function steward_internal.check_truncated_names()
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
    where octet_length(n.name::text) = 63
  ) as wanted
  cross join lateral steward_internal.name_rows(
    wanted.relids, wanted.attnums, 'has names of 63 bytes, which may have been cut off'
  ) as r
$$;

comment on function steward_internal.check_truncated_names() is $doc$
Finds names of tables, views and columns that are as long as a name can be.

The server cuts longer names at 63 bytes with no more than a notice. Two migrations with long names can
then mean the same object, and a tool that compares names finds nothing. A name of exactly 63 bytes
may be meant so. Names of indexes, constraints and sequences are left out: the server itself makes
them fit. A name cut before a character of several bytes is shorter and is not found.

@title Name may have been cut off
@category schema
@mode static
@severity info
@confidence estimate
@remedy Rename it to something shorter that is what the applications say too.
@doc https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
@access steward_reader
@example select * from steward_internal.check_truncated_names();
$doc$;

revoke all on function steward_internal.check_truncated_names() from public;
