create or replace function steward_internal.set_config_grantees()
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(g.grantee, ', ' order by g.grantee)
  from (
    select distinct case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee
    from pg_proc as p
    cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
    where p.oid = 'pg_catalog.set_config(text,text,boolean)'::regprocedure
      and (
        a.grantee = 0
        or exists (select from steward_internal.request_roles() as r where pg_has_role(r.oid, a.grantee, 'usage'))
      )
  ) as g
$$;

comment on function steward_internal.set_config_grantees() is $doc$
Names those among PUBLIC and the roles of requests who may execute set_config().

@returns Their names for a REVOKE; null if there is none.
@access steward_reader
@example select steward_internal.set_config_grantees();
$doc$;

revoke all on function steward_internal.set_config_grantees() from public;
