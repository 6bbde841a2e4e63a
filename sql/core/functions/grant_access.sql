create or replace function steward_internal.grant_access()
returns setof text
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_statement text;
begin
  for v_statement in
    select format('grant %s on %s to %I', a.privileges, a.target, a.role_name)
    from steward_internal.declared_access() as a
    inner join pg_roles as r on r.rolname = a.role_name
    where not a.is_granted
    order by a.target, a.role_name
  loop
    execute v_statement;
    return next v_statement;
  end loop;
end
$$;

comment on function steward_internal.grant_access() is $doc$
Grants what the comments of the objects declare to the roles that exist.

The roles are optional, so a grant cannot stand in the source of an object; its comment says
`@access role privileges` instead, and this makes it true. It runs at the end of every install.

@returns The statements that were needed, none if nothing was missing.
@access steward_admin
@example select * from steward_internal.grant_access();
$doc$;

revoke all on function steward_internal.grant_access() from public;
