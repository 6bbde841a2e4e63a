create or replace function steward_internal.check_security_definer_views()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'view',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('View %s reads %s as %I, whom row level security does not bind, and %s can use it.', e.qualified_name,
      array_to_string(v.guarded_tables, ', '), v.owner_name, array_to_string(e.grantees, ', ')),
    null,
    case when exists (select from steward_internal.read_access_risks() as p where p.via_oid = v.relid and p.risk = 'critical') then 'critical' end,
    null,
    array[format('alter view %s set (security_invoker = true);', e.qualified_name)],
    array[format('alter view %s reset (security_invoker);', e.qualified_name)],
    jsonb_build_object('owner', v.owner_name, 'granted_to', e.grantees, 'tables', v.guarded_tables)
  from steward_internal.views_past_row_security() as v
  inner join steward_internal.exposed_relations() as e on e.relid = v.relid
  where e.relkind = 'v'
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_security_definer_views() is $doc$
Finds views through which application roles read past row level security.

A view reads as its owner; if he owns the tables or is a superuser, their policies are not asked. Only
views over tables that have row level security are reported, directly or through other views, and only
if PUBLIC or an application role (see rls_disabled) may use them. It is critical if a role of requests reaches rows of a
table that protect_table() protects, and the view does not ask who calls. A view may be meant to show more than
its tables do: then note that, and leave the check out for it.

@title View bypasses row level security
@category security
@mode static
@severity warning
@remedy Let the view run with the rights of its user (security_invoker), or give it an owner whom the policies bind.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Its users then need privileges on the tables of the view, and see only what the policies show them.
@doc https://www.postgresql.org/docs/current/sql-createview.html
@access steward_reader
@example select * from steward_internal.check_security_definer_views();
$doc$;

revoke all on function steward_internal.check_security_definer_views() from public;
