create or replace function steward_internal.is_application_query(query text)
returns boolean
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select not coalesce(
    is_application_query.query ~* (
      '^\s*(/\*.*?\*/\s*)*(abort|alter|analyze|begin|checkpoint|close|cluster|comment|commit|copy|create|deallocate'
      '|declare|discard|drop|end|grant|listen|lock|notify|reassign|refresh|reindex|release|reset|revoke|rollback'
      '|savepoint|set|show|start|truncate|unlisten|vacuum)\M'
    )
    or is_application_query.query ~ '\msteward(_internal)?\.'
    or is_application_query.query ~ (
      select '\m(' || string_agg(distinct p.proname, '|') || ') ?\('
      from pg_proc as p
      where p.pronamespace = 'steward'::regnamespace
    ),
    false
  )
$$;

comment on function steward_internal.is_application_query(text) is $doc$
Tells whether a statement is an application's query that a plan could speed up.

Schema changes, maintenance commands, COPY, transaction control and SET take as long as they take; calls
of pgsteward itself are its own affair. A text that was not kept counts as a query.

@param query The text, as in pg_stat_statements.
@returns True for queries of applications.
@access steward_reader
@example select steward_internal.is_application_query('vacuum full');
$doc$;

revoke all on function steward_internal.is_application_query(text) from public;
