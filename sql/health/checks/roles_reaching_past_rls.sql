create or replace function steward_internal.check_roles_reaching_past_rls()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'role',
    null,
    pg_get_userbyid(m.role_oid)::text,
    null::numeric,
    format('Role %s serves requests and %s row level security of %s: %s.', m.role_name,
      case m.rank when 1 then 'is not bound by' when 2 then 'gets past' else 'may switch off' end,
      steward_internal.name_list(m.tables), m.path),
    null,
    case m.rank when 1 then 'critical' when 3 then 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('role', m.role_name, 'path', m.path, 'tables', m.tables)
  from (
    select p.role_name, p.role_oid, min(r.rank) as rank,
      (array_agg(p.path order by r.rank, length(p.path), p.path))[1] as path,
      array_agg(distinct p.object) as tables
    from steward_internal.read_access_risks() as p
    cross join lateral (select case p.risk when 'critical' then 1 when 'warning' then 2 else 3 end as rank) as r
    where p.kind in ('superuser', 'bypassrls', 'owner')
      -- What other checks say of application roles is not said again.
      and (
        p.kind = 'owner' and p.needs_set_role
        or p.role_oid not in (select a.role_oid from steward_internal.application_roles() as a)
      )
    group by p.role_name, p.role_oid
  ) as m
$$;

comment on function steward_internal.check_roles_reaching_past_rls() is $doc$
Finds roles that serve requests and can get past row level security.

Roles that serve requests are those for which somebody wrote a policy with a condition, those of the setting
`health.application_roles`, and the logins that can become one of them. They get past as a superuser, with BYPASSRLS or as the
owner of the table. At once it is critical, after SET ROLE a warning, and an owner who is bound by FORCE but may switch
that off an info. For application roles themselves see powerful_application_roles, roles_bypassing_rls and rls_not_forced.

@title Role that serves requests gets past row level security
@category access
@mode static
@severity warning
@remedy Let requests come through a login that owns nothing and is a member of the roles of requests only.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_roles_reaching_past_rls();
$doc$;

revoke all on function steward_internal.check_roles_reaching_past_rls() from public;
