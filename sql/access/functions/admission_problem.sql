create or replace function steward_internal.admission_problem(login name, roles name[])
returns table (problem text, action text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with wanted as (
    select u.role_name, r.oid
    from unnest(admission_problem.roles) as u (role_name)
    left join pg_roles as r on r.rolname = u.role_name
  ),
  -- What a login can enter with SET ROLE, now or after the grants, and so can whoever makes it run SQL.
  reachable as (
    select w.role_name, w.oid
    from wanted as w
    union
    select r.rolname, r.oid
    from pg_roles as r
    inner join pg_roles as l
      on l.rolname = admission_problem.login and l.oid <> r.oid
      or l.rolname = any (admission_problem.roles)
    -- A superuser is a member of everything.
    where not l.rolsuper
      and pg_has_role(l.oid, r.oid, 'member')
  ),
  too_much (role_name, place, action) as (
    select v.role_name, 5, format('Whoever makes it run SQL would see all rows: give what runs as %I a login of its own.', v.role_name)
    from (
      values ('steward_service'::name), ('steward_admin')
      union
      select u.role_name
      from steward.protected_tables as p
      cross join lateral unnest(array[p.service_role, p.admin_role]) as u (role_name)
    ) as v (role_name)
    union all
    values
      (
        'pg_read_all_stats', 6,
        'Whoever makes it run SQL would see the statements of all sessions: give monitoring a login of its own.'
      )
  )
  select p.problem, p.action
  from (
    select 1, format('there is no role %s', coalesce(quote_ident(v.role_name), 'null')),
      coalesce('Create it: create role ' || quote_ident(v.role_name) || ' ' || v.options || ';', 'Name one that exists.')
    from (
      select admission_problem.login, 'login noinherit password ''…'''
      where not exists (select from pg_roles as r where r.rolname = admission_problem.login)
      union all
      select w.role_name, 'nologin'
      from wanted as w
      where w.oid is null
    ) as v (role_name, options)
    union all
    select 2, 'no role is named that it could enter', 'Name some: roles => ''{steward_user,steward_anon}''.'
    where coalesce(cardinality(admission_problem.roles), 0) = 0
    union all
    select 3, format('the role %I bypasses row level security', r.rolname),
      'Policies do not hold for superusers and for BYPASSRLS: give the application a login of its own.'
    from pg_roles as r
    where (r.rolname = admission_problem.login or r.oid in (select a.oid from reachable as a))
      and (r.rolsuper or r.rolbypassrls)
    union all
    select 4,
      case
        when o.rolname = admission_problem.login then format('%I owns protected tables', o.rolname)
        else format('%I could become %I, which owns protected tables', admission_problem.login, o.rolname)
      end,
      'Whoever owns a table can switch its protection off: give the application a login of its own.'
    from steward.protected_tables as t
    inner join pg_class as c on c.oid = steward_internal.protected_relation(t)
    inner join pg_roles as o on o.oid = c.relowner
    where o.rolname = admission_problem.login
      or o.oid in (select a.oid from reachable as a)
    union all
    select m.place, format('it could become %I as well as %I', s.role_name, u.role_name), m.action
    from reachable as u
    inner join steward_internal.request_roles() as q on q.role_name = u.role_name
    cross join too_much as m
    inner join reachable as s on s.role_name = m.role_name
    union all
    select 7, format('%I inherits what its roles may, so the policies of all of them would add up', r.rolname),
      format('alter role %I noinherit;', r.rolname)
    from pg_roles as r
    where r.rolname = admission_problem.login
      and r.rolinherit
      -- Since PostgreSQL 16 each membership says so itself.
      and current_setting('server_version_num')::integer < 160000
  ) as p (place, problem, action)
  order by p.place, p.problem
$$;

comment on function steward_internal.admission_problem(name, name[]) is $doc$
Says why a login cannot be admitted to requests.

@param login The role that the application logs in as.
@param roles The roles that it is to enter.
@returns Each problem, the first that is to be solved first, and what to do.
@access steward_reader
@example select problem, action from steward_internal.admission_problem('web', '{steward_user}');
$doc$;

revoke all on function steward_internal.admission_problem(name, name[]) from public;
