create or replace function steward_internal.check_security_definer_search_path()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with creators as materialized (
    select n.nspname, g.role_name, g.role_oid
    from pg_namespace as n
    cross join lateral aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) as a
    inner join steward_internal.application_grantees() as g on g.grantee = a.grantee
    where a.privilege_type = 'CREATE'
      and n.nspname <> 'pg_catalog'
  ),
  definers as materialized (
    select
      u.*,
      owner.rolsuper as is_super,
      substring(c.setting from '^search_path=(.*)$') as path
    from steward_internal.user_routines() as u
    inner join pg_roles as owner on owner.oid = u.owner_oid
    left join lateral (
      select e.setting
      from unnest(u.config) as e (setting)
      where e.setting like 'search\_path=%'
    ) as c on true
    where u.is_definer
      and u.kind in ('f', 'p')
  ),
  elements as materialized (
    select
      d.routine,
      e.name,
      e.position,
      (
        select array_agg(distinct c.role_name)
        from creators as c
        where c.nspname = e.name
          and (c.role_oid = 0 or not pg_has_role(c.role_oid, d.owner_oid, 'usage'))
      ) as creators
    from definers as d
    cross join lateral (
      select case s.element_name when '$user' then d.owner_name::text else s.element_name end, s.element_position
      from steward_internal.search_path_elements(d.path) as s
      union all
      select d.schema_name::text, 1
      where d.path is null
    ) as e (name, position)
  ),
  paths as materialized (
    select
      d.routine,
      count(*) filter (where e.name not in ('pg_catalog', 'pg_temp', '')) as other_count,
      (array_agg(e.name order by e.position desc))[1] = 'pg_temp' as ends_with_temp,
      string_agg(quote_ident(e.name), ', ' order by e.position) filter (where e.creators is not null) as open_schemas,
      coalesce(
        string_agg(quote_ident(e.name), ', ' order by e.position)
          filter (where e.creators is null and e.name not in ('pg_temp', '')),
        'pg_catalog'
      ) || ', pg_temp' as safe_path
    from definers as d
    left join elements as e on e.routine = d.routine
    group by d.routine
  ),
  judged as (
    select d.*, p.open_schemas, p.safe_path
    from paths as p
    inner join definers as d on d.routine = p.routine
    where d.path is null
      or p.open_schemas is not null
      or p.other_count > 0 and not p.ends_with_temp
  )
  select
    'function',
    d.schema_name::text,
    format('%s(%s)', d.routine_name, oidvectortypes(d.argument_types)),
    null::numeric,
    format('SECURITY DEFINER %s %s runs as %I%s%s.',
      case d.kind when 'p' then 'procedure' else 'function' end,
      d.routine::regprocedure,
      d.owner_name,
      case
        when d.path is null then ' with the search_path of its caller'
        when d.open_schemas is not null then
          format(' and finds its objects in %s, where others may create some', d.open_schemas)
        else ' and finds temporary tables of its caller before those that it means'
      end,
      case when d.is_super then ', and that role is a superuser' else '' end),
    case
      when d.path is not null and d.open_schemas is null then
        'Put pg_temp last in its search_path; where the path does not name it, it comes first.'
      when d.open_schemas is not null then
        format('Revoke CREATE on %s, or leave it out of the search_path and qualify in the body what is there.',
          d.open_schemas)
    end,
    case
      when d.path is not null and d.open_schemas is null then 'info'
      when d.is_super then 'critical'
    end,
    null,
    array[format('alter routine %s set search_path = %s;', d.routine::regprocedure, d.safe_path)],
    array[
      coalesce(
        format('alter routine %s set search_path = ' || replace(d.path, '%', '%%') || ';', d.routine::regprocedure),
        format('alter routine %s reset search_path;', d.routine::regprocedure)
      )
    ],
    jsonb_build_object('owner', d.owner_name, 'search_path', d.path)
  from judged as d
$$;

comment on function steward_internal.check_security_definer_search_path() is $doc$
Finds SECURITY DEFINER functions whose callers can decide what their body means.

Whoever calls one without a search_path of its own decides which tables, functions and operators are
meant, and so runs code of his own with the rights of the owner; the same holds for a path with a schema
in which PUBLIC or an application role may create objects. It is critical where the owner is a
superuser. A path without pg_temp at its end lets temporary tables of the caller stand for those of the
body: an info, as the documentation of CREATE FUNCTION asks for it; an empty path and pg_catalog alone
are left out. Functions that extensions own are left out, since their users cannot change them; so are
functions that run with the rights of the caller (see mutable_function_search_path).

@title SECURITY DEFINER function without a safe search_path
@category security
@mode static
@severity warning
@remedy Pin the search_path to the schemas that the body needs, with pg_temp last.
@fix_lock none
@fix_risk The body must find everything that it uses in the schemas listed; add those that are missing.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
@access steward_reader
@example select * from steward_internal.check_security_definer_search_path();
$doc$;

revoke all on function steward_internal.check_security_definer_search_path() from public;
