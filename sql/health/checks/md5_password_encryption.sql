create or replace function steward_internal.check_md5_password_encryption()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    f.object_name,
    null::numeric,
    format('New passwords are stored as MD5 hashes for %s.', f.scope),
    null,
    null,
    null,
    f.fix_sql,
    f.undo_sql,
    jsonb_build_object('scope', f.scope)
  from (
    select
      s.name as object_name,
      'the whole server' as scope,
      steward_internal.alter_system_statements(jsonb_build_object(s.name, 'scram-sha-256')) as fix_sql,
      steward_internal.alter_system_statements(jsonb_build_object(s.name, s.value)) as undo_sql
    from steward_internal.server_settings(array['password_encryption']) as s
    where s.value = 'md5'
      and not s.is_overridden
    union all
    select
      format('%s (%s)', o.name, o.scope),
      o.scope,
      array[format('alter %s reset %s;', o.target, o.name)],
      array[format('alter %s set %s = %L;', o.target, o.name, o.value)]
    from steward_internal.setting_overrides() as o
    where o.name = 'password_encryption'
      and lower(o.value) = 'md5'
  ) as f
  union all
  select h.* from steward_internal.hidden_setting_rows(array['password_encryption']) as h
$$;

comment on function steward_internal.check_md5_password_encryption() is $doc$
Finds new passwords being stored as MD5 hashes.

Whoever reads such a hash, in a backup for instance, can log in with it; PostgreSQL 18 calls MD5
passwords deprecated and a later version will refuse them. Passwords that are stored already keep their
form until they are set again; which ones those are, only a superuser can see in pg_authid.

@title Passwords are stored as MD5 hashes
@category security
@scope cluster
@severity warning
@remedy Set password_encryption to scram-sha-256, then let the roles set their passwords anew.
@fix_lock none
@fix_risk Drivers older than about 2018 do not know SCRAM. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/auth-password.html
@access steward_reader
@example select * from steward_internal.check_md5_password_encryption();
$doc$;

revoke all on function steward_internal.check_md5_password_encryption() from public;
