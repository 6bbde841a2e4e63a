create or replace function steward_internal.check_md5_passwords()
returns setof steward_internal.check_row
language plpgsql
stable
parallel restricted
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_column_privilege('pg_authid', 'rolpassword', 'select') then
    return query select r.*
    from steward_internal.skipped_row(
      'superuser', 'How passwords are stored only a superuser sees.',
      'Run this check once as a superuser; do not grant select on pg_authid to anybody for it.'
    ) as r;
    return;
  end if;

  return query select
    'role', null::text, a.rolname::text, null::numeric,
    format('The password of role %I is stored as an MD5 hash.', a.rolname), null::text, null::text, null::text,
    null::text[], null::text[], null::jsonb
  from pg_authid as a
  where a.rolcanlogin
    and a.rolpassword like 'md5%';
end
$$;

comment on function steward_internal.check_md5_passwords() is $doc$
Finds passwords that are stored as MD5 hashes.

Who has such a hash logs in with it, and a dictionary opens it. PostgreSQL 18 deprecates them and a later
release will refuse them. Only a superuser can look; the hashes themselves are not shown. How new passwords
are stored is a matter of the setting password_encryption.

@title Password is stored as MD5
@category security
@scope cluster
@mode static
@severity warning
@remedy Set the password anew with \password while password_encryption is scram-sha-256.
@doc https://www.postgresql.org/docs/current/auth-password.html
@access steward_reader
@example select * from steward_internal.check_md5_passwords();
$doc$;

revoke all on function steward_internal.check_md5_passwords() from public;
