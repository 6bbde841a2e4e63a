create or replace function steward_internal.role_setup()
returns table (step integer, statement text, created_role text, is_done boolean)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    r.step,
    format('create role %I nologin', r.name),
    r.name,
    exists (select from pg_roles as existing where existing.rolname = r.name)
  from (
    values
      (1, 'steward_reader'),
      (2, 'steward_operator'),
      (3, 'steward_admin'),
      (4, 'steward_user'),
      (5, 'steward_anon'),
      (6, 'steward_service'),
      (7, 'steward_resolver')
  ) as r (step, name)
  union all
  select
    m.step,
    format('grant %I to %I', m.granted, m.member),
    null,
    exists (
      select
      from pg_auth_members as a
      inner join pg_roles as granted on granted.oid = a.roleid
      inner join pg_roles as member on member.oid = a.member
      where granted.rolname = m.granted
        and member.rolname = m.member
    )
  from (
    values
      (8, 'pg_monitor', 'steward_reader'),
      (9, 'steward_reader', 'steward_operator'),
      (10, 'steward_operator', 'steward_admin')
  ) as m (step, granted, member)
$$;

comment on function steward_internal.role_setup() is $doc$
Lists the statements that set up pgsteward's roles, and whether each is done.

steward_reader sees (health, performance), steward_operator also runs (maintenance, schedules),
steward_admin also decides (settings, policies). Requests of an application run as steward_user, steward_anon or
steward_service, and steward_resolver looks up who belongs to which organisation.

@returns One row for each statement in the order in which they must run.
@access steward_reader
@example select statement from steward_internal.role_setup() where not is_done order by step;
$doc$;

revoke all on function steward_internal.role_setup() from public;
