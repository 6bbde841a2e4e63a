create or replace function steward_internal.check_many_superusers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    null,
    null,
    null,
    count(*)::numeric,
    format('%s roles that can log in are superusers%s.', count(*),
      coalesce(': ' || string_agg(quote_ident(r.rolname), ', ' order by r.rolname), '')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('superusers', coalesce(array_agg(r.rolname order by r.rolname), '{}'))
  from pg_roles as r
  where r.rolsuper
    and r.rolcanlogin
  union all
  select
    'role',
    null,
    r.rolname::text,
    null,
    format('Role %I can log in and is a superuser.', r.rolname),
    'Give the role what it needs: grants, pg_monitor, pg_signal_backend, pg_maintain; keep superusers for emergencies.',
    'info',
    null,
    array[format('alter role %I nosuperuser;', r.rolname)],
    array[format('alter role %I superuser;', r.rolname)],
    null::jsonb
  from pg_roles as r
  where r.rolsuper
    and r.rolcanlogin
    -- The role that initdb made cannot be anything else.
    and r.oid <> 10
$$;

comment on function steward_internal.check_many_superusers() is $doc$
Counts the superusers, and lists those that were made in addition to the first.

Nothing binds a superuser: no privilege, no policy, no file system. From 10 that can log in it is a
warning, as pgwatch counts; each one besides the role of initdb is an info.

@title Role is a superuser
@category security
@scope cluster
@mode static
@unit roles
@warning 10
@remedy Keep superusers for emergencies, and give people and tools roles with the privileges that they need.
@fix_lock none
@fix_risk What the role does as a superuser fails afterwards; make sure that another superuser can log in.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_many_superusers();
$doc$;

revoke all on function steward_internal.check_many_superusers() from public;
