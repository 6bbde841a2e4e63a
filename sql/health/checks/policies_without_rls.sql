create or replace function steward_internal.check_policies_without_rls()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    p.schema_name::text,
    p.relation_name::text,
    null::numeric,
    format('Table %s has %s, but row level security is off, so nothing asks them%s.', p.qualified_name,
      case p.policy_count when 1 then 'a policy' else p.policy_count || ' policies' end,
      '; ' || array_to_string(e.grantees, ', ') || ' can reach all of its rows'),
    null,
    case when e.relid is not null then 'critical' end,
    null,
    array[format('alter table %s enable row level security;', p.qualified_name)]
      || case
        when e.owners <> '{}' and not e.is_forced
          then array[format('alter table %s force row level security;', p.qualified_name)]
      end,
    array[format('alter table %s disable row level security;', p.qualified_name)]
      || case
        when e.owners <> '{}' and not e.is_forced
          then array[format('alter table %s no force row level security;', p.qualified_name)]
      end,
    jsonb_build_object('granted_to', coalesce(e.grantees, '{}'), 'policies', p.names)
  from (
    select u.relid, u.schema_name, u.relation_name, u.qualified_name, count(*) as policy_count,
      array_agg(u.policy_name order by u.policy_name) as names
    from steward_internal.user_policies() as u
    where not u.has_row_security
    group by u.relid, u.schema_name, u.relation_name, u.qualified_name
  ) as p
  left join steward_internal.exposed_relations() as e on e.relid = p.relid
$$;

comment on function steward_internal.check_policies_without_rls() is $doc$
Finds tables whose policies do nothing because row level security is off.

Somebody wrote policies and believes in them. It is critical where PUBLIC or an application role (see
rls_disabled) reaches the table: what the policies were to hide is open.

@title Policies without row level security
@category security
@mode static
@severity warning
@remedy Enable row level security, or drop the policies if they are not meant any more.
@fix_lock ACCESS EXCLUSIVE
@fix_risk From then on the policies decide: read them before, since nobody has felt them yet.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_policies_without_rls();
$doc$;

revoke all on function steward_internal.check_policies_without_rls() from public;
