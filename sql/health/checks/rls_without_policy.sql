create or replace function steward_internal.check_rls_without_policy()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  select
    'table',
    e.schema_name::text,
    e.relation_name::text,
    null::numeric,
    format('Row level security is on for %s without any policy, so %s can reach none of its rows.',
      e.qualified_name, array_to_string(bound.grantees, ', ')),
    null,
    null,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('granted_to', bound.grantees)
  from steward_internal.exposed_relations() as e
  cross join lateral (
    select array_agg(g.grantee order by g.grantee) as grantees
    from unnest(e.grantees) as g (grantee)
    where e.is_forced
      or g.grantee <> all (e.owners)
  ) as bound
  where e.relkind in ('r', 'p')
    and e.has_row_security
    and e.policy_count = 0
    and not e.is_partition
    and bound.grantees is not null
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_rls_without_policy() is $doc$
Finds tables with row level security on which no policy lets anybody in.

For application roles such a table is empty, whatever it holds: queries return nothing and inserts
fail. The owner (without FORCE), superusers and roles with BYPASSRLS do not notice, so a table that only
they reach is left out; so are partitions, for which no policy is the right number. Which roles count as
application roles is described at rls_disabled.

@title Row level security without a policy
@category security
@mode static
@severity warning
@remedy Add a policy for each command that the role needs, or revoke the grant.
@doc https://www.postgresql.org/docs/current/sql-createpolicy.html
@access steward_reader
@example select * from steward_internal.check_rls_without_policy();
$doc$;

revoke all on function steward_internal.check_rls_without_policy() from public;
