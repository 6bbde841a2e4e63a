create or replace function steward_internal.check_mixed_policy_roles()
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
    case
      when m.is_inherited then
        format('Role %s sees all rows of %s: it inherits policies with a condition and one without, and policies add up (%s).',
          m.role_name, steward_internal.name_list(m.tables), m.path)
      else format('Role %s is one SET ROLE away from being user or service of %s, and the service sees all rows (%s).', m.role_name,
        steward_internal.name_list(m.tables), m.path)
    end,
    null,
    case when m.is_inherited then 'critical' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('role', m.role_name, 'path', m.path, 'tables', m.tables)
  from (
    select p.role_name, p.role_oid, bool_or(p.risk = 'critical') as is_inherited,
      (array_agg(p.path order by p.risk, length(p.path), p.path))[1] as path,
      array_agg(distinct p.object) as tables
    from steward_internal.read_access_risks() as p
    where p.kind = 'policy'
    group by p.role_name, p.role_oid
  ) as m
$$;

comment on function steward_internal.check_mixed_policy_roles() is $doc$
Finds roles that can act both as users and as somebody who sees every row.

Permissive policies add up: a role that inherits from a role with conditions (steward_user) and from one with a policy
that is always true (steward_service) sees every row, whoever asks. That is critical. A login that is a member of both
without inheriting them is a warning: one SET ROLE in an injected statement, and nothing is hidden. Policies for PUBLIC are
left out, and so are superusers and owners.

@title Role is user and service at once
@category access
@mode static
@severity warning
@remedy Give what needs every row a login of its own, and revoke that membership from the login that serves users.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_mixed_policy_roles();
$doc$;

revoke all on function steward_internal.check_mixed_policy_roles() from public;
