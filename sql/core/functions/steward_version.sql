create or replace function steward.steward_version()
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select '0.1.0'
$$;

comment on function steward.steward_version() is $doc$
Returns the version of pgsteward that is installed in this database.

@area core
@returns A semantic version; it equals the version of the npm package that installed it.
@access steward_reader
@example select steward_version();
$doc$;

revoke all on function steward.steward_version() from public;
