create or replace function steward_internal.usable_connections()
returns integer
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select current_setting('max_connections')::integer
    - current_setting('superuser_reserved_connections')::integer
    - coalesce(current_setting('reserved_connections', true)::integer, 0)
$$;

comment on function steward_internal.usable_connections() is $doc$
Returns the number of connections that ordinary roles can open.

The slots reserved for superusers (and, since PostgreSQL 16, for pg_use_reserved_connections) are
subtracted. Background workers and walsenders have slots of their own.

@returns At least 1: the server does not start with fewer.
@access steward_reader
@example select steward_internal.usable_connections();
$doc$;

revoke all on function steward_internal.usable_connections() from public;
