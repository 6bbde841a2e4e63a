create or replace function steward_internal.bound_roles()
returns table (role_oid oid)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with bound as materialized (
    select r.oid
    from pg_roles as r
    where r.rolname = any (steward.get_setting('health.application_roles')::text[])
    union
    select q.oid
    from steward_internal.request_roles() as q
    union
    select p.role_oid
    from steward_internal.table_policies() as p
    inner join pg_class as c on c.oid = p.relid
    inner join pg_roles as r on r.oid = p.role_oid
    where not p.is_unconditional
      and p.role_oid <> c.relowner
  )
  select distinct w.member_oid
  from steward_internal.role_paths() as w
  inner join bound as b on b.oid = w.role_oid
  inner join pg_roles as r on r.oid = w.member_oid
  where w.steps = 0
    or r.rolcanlogin and not r.rolsuper
$$;

comment on function steward_internal.bound_roles() is $doc$
Lists the roles that row level security is meant to bind.

They are those of the setting `health.application_roles`, those that requests run as, those for which somebody wrote a
policy with a condition, and the logins that can become one of them. Owners of tables do not count for what their own
tables say.

@returns One row for each role.
@access steward_reader
@example select role_oid::regrole from steward_internal.bound_roles();
$doc$;

revoke all on function steward_internal.bound_roles() from public;
