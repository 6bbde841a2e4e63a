create or replace function steward_internal.revoke_statements(
  target text,
  acl aclitem[],
  owner oid,
  privileges text[]
)
returns table (fix_sql text[], undo_sql text[])
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    array_agg(
      format('revoke %s on %s from %s;', g.privileges, revoke_statements.target, g.grantee)
      order by g.grantee, g.is_grantable
    ),
    array_agg(
      format('grant %s on %s to %s%s;', g.privileges, revoke_statements.target, g.grantee,
        case when g.is_grantable then ' with grant option' else '' end)
      order by g.grantee, g.is_grantable
    )
  from (
    select
      case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee,
      a.is_grantable,
      string_agg(distinct lower(a.privilege_type), ', ') as privileges
    from aclexplode(revoke_statements.acl) as a
    where a.privilege_type = any (revoke_statements.privileges)
      and a.grantee <> revoke_statements.owner
      and a.grantee in (select g.grantee from steward_internal.application_grantees() as g)
    group by a.grantee, a.is_grantable
  ) as g
$$;

comment on function steward_internal.revoke_statements(text, aclitem[], oid, text[]) is $doc$
Writes the REVOKE that takes an object from application roles, and its GRANT.

@param target The object as REVOKE names it: `table public.t`, `routine public.f(integer)`.
@param acl Its privileges; where the catalog has null, acldefault().
@param owner Its owner, whose own privileges stay.
@param privileges The privileges to take, in upper case.
@returns One row; null arrays if no application role holds any of them.
@access steward_reader
@example select * from steward_internal.revoke_statements('table t', '{=r/postgres}', 10, '{SELECT}');
$doc$;

revoke all on function steward_internal.revoke_statements(text, aclitem[], oid, text[]) from public;
