create or replace function steward_internal.check_json_columns()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select r.* from steward_internal.column_type_rows('{json}', 'jsonb') as r
$$;

comment on function steward_internal.check_json_columns() is $doc$
Finds columns of type json, which keeps the text as it was typed.

Every access parses the text again, there is no equality operator (DISTINCT, GROUP BY and UNION fail),
and no index can search inside. PostgreSQL's manual recommends jsonb for most applications. Not
reported are columns of domains; keep json where the very text matters, such as a signed message.

@title Column of type json
@category schema
@mode static
@severity info
@remedy Use jsonb, unless white space, duplicate keys or the order of keys matter.
@fix_lock ACCESS EXCLUSIVE
@fix_risk ALTER COLUMN TYPE rewrites the table and its indexes, and nobody can read or write the table meanwhile. White space, the order of keys and duplicate keys are lost for good; text with \u0000 is refused.
@doc https://www.postgresql.org/docs/current/datatype-json.html
@access steward_reader
@example select * from steward_internal.check_json_columns();
$doc$;

revoke all on function steward_internal.check_json_columns() from public;
