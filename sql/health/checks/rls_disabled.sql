create or replace function steward_internal.check_rls_disabled()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with exposed as (
    select
      e.relid,
      e.is_partition,
      e.qualified_name,
      e.policy_count,
      e.grantees,
      e.owners,
      e.is_forced,
      case when e.is_partition then pg_partition_root(e.relid) else e.relid end as root
    from steward_internal.exposed_relations() as e
    where e.relkind in ('r', 'p')
      and not e.has_row_security
  ),
  grouped as (
    select
      e.root,
      bool_or(not e.is_partition) as is_open,
      count(*) filter (where e.is_partition) as partition_count,
      bool_or(not e.is_partition and e.policy_count > 0) as has_policies,
      array_agg(distinct g.grantee) as grantees,
      array_agg(distinct format('alter table %s enable row level security;', e.qualified_name))
        || coalesce(
          array_agg(distinct format('alter table %s force row level security;', e.qualified_name))
            filter (where e.owners <> '{}' and not e.is_forced),
          '{}'
        ) as fix_sql,
      array_agg(distinct format('alter table %s disable row level security;', e.qualified_name))
        || coalesce(
          array_agg(distinct format('alter table %s no force row level security;', e.qualified_name))
            filter (where e.owners <> '{}' and not e.is_forced),
          '{}'
        ) as undo_sql
    from exposed as e
    cross join lateral unnest(e.grantees) as g (grantee)
    group by e.root
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    case
      when g.is_open then
        format('Row level security is off for %s, and %s can reach all of its rows.', r.qualified_name,
          array_to_string(g.grantees, ', '))
      else
        format('Row level security of %s does not guard partitions that a query names; %s can reach %s of them.',
          r.qualified_name, array_to_string(g.grantees, ', '), g.partition_count)
    end,
    case
      when not g.is_open then
        'Enable row level security on the partitions, which queries of the parent do not notice, or revoke the grants.'
    end,
    null,
    null,
    case when not g.is_open then g.fix_sql end,
    case when not g.is_open then g.undo_sql end,
    jsonb_build_object('granted_to', g.grantees, 'partitions', g.partition_count)
  from grouped as g
  inner join steward_internal.user_relations as r on r.relid = g.root
  where not g.has_policies
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_rls_disabled() is $doc$
Finds tables that application roles can reach without row level security.

Application roles are PUBLIC and those of the setting `health.application_roles` that exist, with what
they inherit; a table counts if one of them may use its schema and read or write it or a column of it.
Superusers and roles with BYPASSRLS do not count, since row level security would not bind them. Which
roles were looked for is said in the row that says ok, because a list that fits no role would otherwise
look like a clean database. Partitions are reported with their parent, also if the parent is guarded:
who names a partition meets only its own policies. Tables that have policies already are left to policies_without_rls.
Only for partitions a statement is offered: enabled on a table without a policy, row level security would hide all of its
rows; protect_table() makes both.

@title Table without row level security
@category security
@mode static
@severity warning
@remedy Enable row level security and add policies, or revoke the grant if the role does not need the table.
@fix_lock ACCESS EXCLUSIVE
@fix_risk Queries of the parent notice nothing; those that name a partition see no row of it afterwards.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_rls_disabled();
$doc$;

revoke all on function steward_internal.check_rls_disabled() from public;
