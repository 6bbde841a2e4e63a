create or replace function steward_internal.check_exposed_materialized_views()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'materialized view',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Materialized view %s holds rows of %s, whose row level security it does not keep, and %s can read it.',
      e.qualified_name, array_to_string(v.guarded_tables, ', '), array_to_string(e.readers, ', ')),
    null,
    case when exists (select from steward_internal.read_access_risks() as p where p.via_oid = v.relid and p.risk = 'critical') then 'critical' end,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('owner', v.owner_name, 'granted_to', e.readers, 'tables', v.guarded_tables)
  from steward_internal.views_past_row_security() as v
  inner join steward_internal.exposed_relations() as e on e.relid = v.relid
  cross join lateral steward_internal.revoke_statements(
    'table ' || e.qualified_name, e.acl, e.owner_oid, '{SELECT}'
  ) as s
  where e.relkind = 'm'
    and e.readers <> '{}'
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_exposed_materialized_views() is $doc$
Finds materialized views that show what policies hide.

A materialized view holds what its owner read and cannot have row level security. Reported are those
over tables with row level security that does not bind the owner, if PUBLIC or an application role
(see rls_disabled) can read them; over other tables they show nothing that is hidden elsewhere. It is critical if a role
of requests can read rows of a table that protect_table() protects.

@title Materialized view bypasses row level security
@category security
@mode static
@severity warning
@remedy Revoke the grant, and let the roles read a view with the condition of the policy instead.
@fix_lock none
@fix_risk Queries of these roles on the materialized view fail afterwards.
@doc https://www.postgresql.org/docs/current/rules-materializedviews.html
@access steward_reader
@example select * from steward_internal.check_exposed_materialized_views();
$doc$;

revoke all on function steward_internal.check_exposed_materialized_views() from public;
