create or replace function steward_internal.check_public_user_mappings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'foreign server',
    null,
    m.srvname::text,
    null::numeric,
    format('Every role that may use foreign server %I shares one user mapping on it.', m.srvname),
    null,
    null,
    null,
    null::text[],
    null::text[],
    null::jsonb
  from pg_user_mappings as m
  where m.umuser = 0
$$;

comment on function steward_internal.check_public_user_mappings() is $doc$
Finds user mappings for PUBLIC: one login on another server for all roles.

Who may use the foreign server or one of its tables acts there as the mapped user, and the other server
cannot tell them apart. What the mapping holds is not read.

@title Foreign login is shared by all roles
@category security
@mode static
@severity info
@remedy Create a user mapping for each role that needs the server, then drop the one for PUBLIC.
@doc https://www.postgresql.org/docs/current/sql-createusermapping.html
@access steward_reader
@example select * from steward_internal.check_public_user_mappings();
$doc$;

revoke all on function steward_internal.check_public_user_mappings() from public;
