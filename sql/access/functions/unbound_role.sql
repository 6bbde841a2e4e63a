create or replace function steward_internal.unbound_role(target regclass)
returns name
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with open_roles as (
    select o.role_oid
    from pg_policy as p
    cross join lateral unnest(p.polroles) as o (role_oid)
    where p.polrelid = unbound_role.target
      and p.polpermissive
      and p.polcmd = '*'
      and pg_get_expr(p.polqual, p.polrelid) = 'true'
  )
  select r.rolname
  from pg_roles as r
  inner join pg_class as c on c.oid = unbound_role.target
  cross join lateral (
    select
      r.rolname = current_user as is_caller,
      r.rolsuper or r.rolbypassrls or pg_has_role(r.oid, c.relowner, 'usage') and not c.relforcerowsecurity as is_exempt
  ) as k
  where (
      k.is_caller
      or r.oid = c.relowner and pg_has_role(session_user, r.oid, 'member')
      or r.oid in (select o.role_oid from open_roles as o)
    )
    and has_table_privilege(r.oid, c.oid, 'select')
    and (
      not c.relrowsecurity
      or k.is_exempt
      or exists (select from open_roles as o where o.role_oid = 0 or pg_has_role(r.oid, o.role_oid, 'usage'))
        and not exists (
          select
          from pg_policy as p
          where p.polrelid = c.oid
            and not p.polpermissive
            and exists (
              select from unnest(p.polroles) as o (role_oid) where o.role_oid = 0 or pg_has_role(r.oid, o.role_oid, 'usage')
            )
        )
    )
  -- What a role may do apart from reading decides which commands can be compared.
  order by
    (
      select count(*)
      from unnest(array['insert', 'update', 'delete']) as p (privilege)
      where has_table_privilege(r.oid, c.oid, p.privilege)
    ) desc,
    k.is_exempt desc, k.is_caller desc, r.rolname
  limit 1
$$;

comment on function steward_internal.unbound_role(regclass) is $doc$
Finds a role that sees every row of a table.

That is the caller, the owner, or one whose policy says true.

@param target The table.
@returns The role; null if there is none.
@access steward_reader
@example select steward_internal.unbound_role('steward.settings');
$doc$;

revoke all on function steward_internal.unbound_role(regclass) from public;
