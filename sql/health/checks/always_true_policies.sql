create or replace function steward_internal.check_always_true_policies()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with grantees as materialized (
    select g.role_name, g.grantee
    from steward_internal.application_grantees() as g
  ),
  policies as materialized (
    select
      u.relid,
      u.schema_name,
      u.relation_name,
      u.qualified_name,
      u.policy_name,
      u.command,
      u.is_permissive,
      u.role_oids,
      u.role_names,
      u.is_true,
      u.is_check_true
    from steward_internal.user_policies() as u
    where u.has_row_security
  ),
  judged as (
    select
      p.*,
      p.command in ('UPDATE', 'DELETE', 'ALL') and (p.is_true or p.is_check_true) as changes_all,
      p.command = 'INSERT' and p.is_check_true as adds_any,
      p.command in ('SELECT', 'ALL') and p.is_true as reads_all
    from policies as p
    where p.is_permissive
      and (p.is_true or p.is_check_true)
      and not exists (
        select
        from policies as r
        where r.relid = p.relid
          and not r.is_permissive
          and not (r.is_true or r.is_check_true)
          and r.command in ('ALL', p.command)
          and (0 = any (r.role_oids) or r.role_oids @> p.role_oids)
      )
  ),
  -- Materialized, or each mention of the arrays below would compute them again.
  reached as materialized (
    select
      j.schema_name,
      j.relation_name,
      j.qualified_name,
      j.policy_name,
      j.command,
      j.role_names,
      j.changes_all,
      j.adds_any,
      j.reads_all,
      array(
        select distinct g.role_name
        from grantees as g
        where g.grantee = any (j.role_oids)
          and ('PUBLIC' = any (e.writers) or g.role_name = any (e.writers))
      ) as writers,
      array(
        select distinct g.role_name
        from grantees as g
        where g.grantee = any (j.role_oids)
          and ('PUBLIC' = any (e.readers) or g.role_name = any (e.readers))
      ) as readers
    from judged as j
    inner join steward_internal.exposed_relations() as e on e.relid = j.relid
  ),
  named as (
    select
      r.*,
      case
        when r.changes_all and r.writers <> '{}' then 'change all rows'
        when r.adds_any and r.writers <> '{}' then 'add any row'
        when r.reads_all and r.readers <> '{}' then 'read all rows'
      end as consequence
    from reached as r
  )
  select
    'policy',
    n.schema_name::text,
    format('%s on %s', n.policy_name, n.relation_name),
    null::numeric,
    format('Policy %I for %s is true for every row, so %s can %s of %s.', n.policy_name, n.command,
      case
        when 'PUBLIC' = any (who.roles) then 'PUBLIC'
        else array_to_string(who.roles, ', ')
      end,
      n.consequence, n.qualified_name),
    case n.consequence
      when 'read all rows' then 'Nothing, if the table is meant to be read by everybody; else write a condition.'
      when 'add any row' then
        'Nothing, if everybody may add any row, with any owner in it; else write a WITH CHECK condition.'
    end,
    case n.consequence when 'change all rows' then 'warning' else 'info' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('command', n.command, 'policy_roles', n.role_names, 'reached_by', who.roles)
  from named as n
  cross join lateral (
    select case n.consequence when 'read all rows' then n.readers else n.writers end as roles
  ) as who
  where n.consequence is not null
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_always_true_policies() is $doc$
Finds policies that let PUBLIC or application roles through without a condition.

A policy `using (true)` for UPDATE, DELETE or ALL is the same as no row level security: a warning. For
INSERT (a public form) and for SELECT (public reading) it is often meant: an info. The policy has to
apply to a role that also holds the privilege on the table; policies beside a restrictive one for the
same command and roles are left out, and so are conditions that are true in other words, such as 1 = 1.
Which roles count as application roles is described at rls_disabled.

@title Policy that is always true
@category security
@mode static
@severity warning
@remedy Write a condition on the row and the user, or let the policy apply only to a role of your back end.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_always_true_policies();
$doc$;

revoke all on function steward_internal.check_always_true_policies() from public;
