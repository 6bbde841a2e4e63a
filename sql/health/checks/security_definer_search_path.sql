create or replace function steward_internal.check_security_definer_search_path()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    n.nspname::text,
    format('%s(%s)', p.proname, oidvectortypes(p.proargtypes)),
    null::numeric,
    format('SECURITY DEFINER %s %s runs as %I with the search_path of its caller%s.',
      case p.prokind when 'p' then 'procedure' else 'function' end,
      p.oid::regprocedure, owner.rolname,
      case when owner.rolsuper then ', and that role is a superuser' else '' end),
    null,
    case when owner.rolsuper then 'critical' end,
    null,
    array[
      format('alter routine %s set search_path = %s, pg_temp;', p.oid::regprocedure, quote_ident(n.nspname))
    ],
    array[format('alter routine %s reset search_path;', p.oid::regprocedure)],
    jsonb_build_object('owner', owner.rolname)
  from pg_proc as p
  inner join pg_namespace as n on n.oid = p.pronamespace
  inner join pg_roles as owner on owner.oid = p.proowner
  where p.prosecdef
    and p.prokind in ('f', 'p')
    and n.nspname not in ('pg_catalog', 'information_schema')
    and not exists (
      select
      from unnest(p.proconfig) as c (setting)
      where c.setting like 'search\_path=%'
    )
    and not exists (
      select
      from pg_depend as d
      where d.classid = 'pg_proc'::regclass
        and d.objid = p.oid
        and d.deptype = 'e'
    )
$$;

comment on function steward_internal.check_security_definer_search_path() is $doc$
Finds SECURITY DEFINER functions without a search_path of their own.

Whoever calls one decides with his search_path which tables, functions and operators its body means,
and so runs code of his own with the rights of the owner. It is critical where the owner is a
superuser. Functions that extensions own are left out, since their users cannot change them; so are
functions that run with the rights of the caller, where pinning the path would only forbid inlining.

@title SECURITY DEFINER function without a pinned search_path
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
