create or replace function steward_internal.short_query(query text)
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    left(btrim(regexp_replace(short_query.query, '\s+', ' ', 'g')), 200),
    'its text was not kept'
  )
$$;

comment on function steward_internal.short_query(text) is $doc$
Shortens the text of a query to one line of at most 200 characters.

@param query The text, as in pg_stat_statements.
@returns The line.
@access steward_reader
@example select steward_internal.short_query(E'select\n  1');
$doc$;

revoke all on function steward_internal.short_query(text) from public;
