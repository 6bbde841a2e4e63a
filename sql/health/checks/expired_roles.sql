create or replace function steward_internal.check_expired_roles()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    r.rolname::text,
    null::numeric,
    format('The password of role %I expired on %s.', r.rolname,
      to_char(r.rolvaliduntil at time zone 'UTC', 'YYYY-MM-DD')),
    null,
    null,
    null,
    array[format('alter role %I nologin;', r.rolname)],
    array[format('alter role %I login;', r.rolname)],
    jsonb_build_object('valid_until', r.rolvaliduntil)
  from pg_roles as r
  where r.rolcanlogin
    and r.rolvaliduntil < now()
$$;

comment on function steward_internal.check_expired_roles() is $doc$
Lists the roles whose password is no longer valid.

Somebody meant their access to end. But VALID UNTIL concerns passwords alone: with another method
(peer, cert, ldap, trust) the role still logs in, and sessions that are open go on.

@title Role with an expired password can log in
@category security
@scope cluster
@severity info
@remedy Forbid the login or drop the role, or set a new password and date if it is needed.
@fix_lock none
@fix_risk The role cannot log in by any method afterwards.
@doc https://www.postgresql.org/docs/current/sql-createrole.html
@access steward_reader
@example select * from steward_internal.check_expired_roles();
$doc$;

revoke all on function steward_internal.check_expired_roles() from public;
