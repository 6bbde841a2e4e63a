create or replace function steward_internal.check_multiple_permissive_policies()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with policies as (
    select
      u.relid,
      u.schema_name,
      u.relation_name,
      u.qualified_name,
      u.policy_name,
      u.role_oids,
      c.command
    from steward_internal.user_policies() as u
    cross join lateral unnest(
      case u.command when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[u.command] end
    ) as c (command)
    where u.is_permissive
      and u.has_row_security
  ),
  pairs as (
    select a.relid, a.schema_name, a.relation_name, a.qualified_name, a.command, a.policy_name, b.policy_name as other
    from policies as a
    inner join policies as b
      on b.relid = a.relid
      and b.command = a.command
      and b.policy_name > a.policy_name
      and (a.role_oids && b.role_oids or 0 = any (a.role_oids) or 0 = any (b.role_oids))
  ),
  tables as (
    select
      o.relid,
      o.schema_name,
      o.relation_name,
      o.qualified_name,
      array_agg(distinct o.command) as commands,
      array_agg(distinct p.policy_name) as policies
    from pairs as o
    cross join lateral (values (o.policy_name), (o.other)) as p (policy_name)
    group by o.relid, o.schema_name, o.relation_name, o.qualified_name
  )
  select
    'table',
    t.schema_name::text,
    t.relation_name::text,
    null::numeric,
    format('Table %s has several permissive policies for the same role and %s (%s): one that fits is enough.',
      t.qualified_name, array_to_string(t.commands, ', '),
      (select string_agg(quote_ident(p.name), ', ' order by p.name) from unnest(t.policies) as p (name))),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('commands', t.commands, 'policies', t.policies)
  from tables as t
$$;

comment on function steward_internal.check_multiple_permissive_policies() is $doc$
Finds tables with several permissive policies for one role and command.

They are combined with OR, so the loosest decides, and who tightens one of them changes nothing. It is a
matter of taste, and off by default: where each condition has its index two policies cost as much as one
(measured on PostgreSQL 15), and a policy for everybody beside one for owners is an ordinary design.
Roles that inherit from one another are not compared.

@title Several permissive policies for one command
@category security
@mode static
@severity info
@enabled false
@remedy Join them into one policy for each role and command, or make the one that must hold in any case RESTRICTIVE.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_multiple_permissive_policies();
$doc$;

revoke all on function steward_internal.check_multiple_permissive_policies() from public;
