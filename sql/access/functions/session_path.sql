create or replace function steward_internal.session_path()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(nullif(s.reset_val, ''), '''''')
  from pg_settings as s
  where s.name = 'search_path'
$$;

comment on function steward_internal.session_path() is $doc$
Returns the search_path that the session began with.

It is that whatever the session or functions have set since.

@returns What may stand after SET search_path TO.
@access steward_reader
@example select steward_internal.session_path();
$doc$;

revoke all on function steward_internal.session_path() from public;
