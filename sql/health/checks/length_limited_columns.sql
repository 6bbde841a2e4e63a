create or replace function steward_internal.check_length_limited_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{character varying}', 'text', only_with_length => true) as r
$$;

comment on function steward_internal.check_length_limited_columns() is $doc$
Finds columns of type character varying(n).

The limit saves neither space nor time; it is an error in production on the day when somebody has a
longer name, and views on the column stand in the way of a change. PostgreSQL's wiki lists it under
"Don't Do This" unless the limit is a rule. Off by default: many schemas have it on purpose, and many
frameworks everywhere. character varying without a length is not reported.

@title Column of type character varying(n)
@category schema
@mode static
@severity info
@enabled false
@remedy Use text; where the length is a rule, add a CHECK constraint, which can be changed without touching views.
@fix_lock ACCESS EXCLUSIVE
@fix_risk The table is not rewritten, so the lock is short; values longer than the limit are accepted from then on.
@doc https://www.postgresql.org/docs/current/datatype-character.html
@access steward_reader
@example select * from steward_internal.check_length_limited_columns();
$doc$;

revoke all on function steward_internal.check_length_limited_columns() from public;
