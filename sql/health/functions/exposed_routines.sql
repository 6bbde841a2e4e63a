create or replace function steward_internal.exposed_routines()
returns table (routine oid, grantees text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with reached as (
    select u.routine, g.role_name
    from steward_internal.user_routines() as u
    cross join lateral aclexplode(coalesce(u.acl, acldefault('f', u.owner_oid))) as a
    inner join steward_internal.application_grantees() as g on g.grantee = a.grantee
    inner join steward_internal.reachable_schemas() as s
      on s.schema_oid = u.schema_oid and s.role_oid = g.role_oid
    where a.privilege_type = 'EXECUTE'
    group by u.routine, g.role_name
  )
  select
    r.routine,
    case when bool_or(r.role_name = 'PUBLIC') then array['PUBLIC'] else array_agg(r.role_name order by r.role_name) end
  from reached as r
  group by r.routine
$$;

comment on function steward_internal.exposed_routines() is $doc$
Lists the routines that PUBLIC or an application role can execute.

@returns One row for each routine of user_routines() that is reached, with who reaches it.
@access steward_reader
@example select routine::regprocedure, grantees from steward_internal.exposed_routines();
$doc$;

revoke all on function steward_internal.exposed_routines() from public;
