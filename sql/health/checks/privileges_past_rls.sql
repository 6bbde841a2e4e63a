create or replace function steward_internal.check_privileges_past_rls()
returns setof steward_internal.check_row
language sql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
  with held as (
    select distinct p.relid, p.object, p.via_oid as grantee, q.privilege, p.risk = 'critical' as is_critical
    from steward_internal.read_access_risks() as p
    cross join unnest(p.privileges) as q (privilege)
    where p.kind = 'privilege'
      and (p.via_oid <> 0 or q.privilege = 'REFERENCES')
  ),
  grants as (
    select
      h.relid,
      h.object,
      case h.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(h.grantee)) end as grantee,
      h.privilege,
      lower(h.privilege) || coalesce(' (' || string_agg(distinct quote_ident(a.attname), ', ') || ')', '') as target,
      a.is_grantable,
      bool_or(h.is_critical) as is_critical
    from held as h
    inner join lateral (
      select null::name as attname, a.is_grantable
      from pg_class as c
      cross join lateral aclexplode(c.relacl) as a
      where c.oid = h.relid
        and a.grantee = h.grantee
        and a.privilege_type = h.privilege
      union all
      select c.attname, a.is_grantable
      from pg_attribute as c
      cross join lateral aclexplode(c.attacl) as a
      where c.attrelid = h.relid
        and not c.attisdropped
        and a.grantee = h.grantee
        and a.privilege_type = h.privilege
    ) as a on true
    group by h.relid, h.object, h.grantee, h.privilege, a.is_grantable, a.attname is null
  )
  select
    'table',
    r.schema_name::text,
    r.relation_name::text,
    null::numeric,
    format('No policy of %s sees what %s may do with it: %s.', g.object,
      steward_internal.name_list(array_agg(distinct g.grantee)), string_agg(distinct g.privilege, ', ')),
    null,
    case when bool_or(g.is_critical) then 'critical' when bool_and(g.privilege = 'REFERENCES') then 'info' end,
    null,
    array_agg(format('revoke %s on table %s from %s;', g.target, g.object, g.grantee) order by g.grantee, g.target),
    array_agg(
      format('grant %s on table %s to %s%s;', g.target, g.object, g.grantee, case when g.is_grantable then ' with grant option' end)
      order by g.grantee, g.target
    ),
    jsonb_build_object('granted_to', array_agg(distinct g.grantee), 'privileges', array_agg(distinct g.privilege))
  from grants as g
  inner join steward_internal.user_relations as r on r.relid = g.relid
  group by r.schema_name, r.relation_name, g.object
$$;

comment on function steward_internal.check_privileges_past_rls() is $doc$
Finds privileges of roles that serve requests that no policy restrains.

GRANT ALL gives them away: TRUNCATE deletes the rows of everybody, TRIGGER attaches a function that runs with the rights of
whoever writes next, and REFERENCES tells by a foreign key whether a hidden row exists (an info if it is alone). TRUNCATE is
critical for roles of requests on tables that protect_table() protects. Looked at are tables with row level security, and the roles that roles_reaching_past_rls describes. What PUBLIC may do is the
matter of public_table_privileges, but for REFERENCES.

@title Privilege that no policy sees
@category access
@mode static
@severity warning
@remedy Grant requests SELECT, INSERT, UPDATE and DELETE only.
@fix_lock none
@fix_risk Nothing that reads or writes rows; an application that truncates the table must delete instead.
@doc https://www.postgresql.org/docs/current/ddl-rowsecurity.html
@access steward_reader
@example select * from steward_internal.check_privileges_past_rls();
$doc$;

revoke all on function steward_internal.check_privileges_past_rls() from public;
