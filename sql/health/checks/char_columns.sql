create or replace function steward_internal.check_char_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{character}', 'text') as r
$$;

comment on function steward_internal.check_char_columns() is $doc$
Finds columns of type character(n), which are padded with blanks.

The blanks take space and make no index smaller; comparisons ignore them but LIKE and regular
expressions do not. A shorter value is accepted, so the type does not even ensure the length: a CHECK
constraint does. PostgreSQL's wiki lists the type under "Don't Do This". The one-byte type "char" of
the system catalogs is another type and is not reported.

@title Column of type character(n)
@category schema
@mode static
@severity info
@remedy Use text; add a CHECK constraint if the length is a rule.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes, and nobody can read or write the table meanwhile. Trailing blanks are removed, and count from then on; the length is not limited any more.
@doc https://www.postgresql.org/docs/current/datatype-character.html
@access steward_reader
@example select * from steward_internal.check_char_columns();
$doc$;

revoke all on function steward_internal.check_char_columns() from public;
