create or replace function steward_internal.template_privileges(protection steward.protected_tables)
returns table (role_name name, privilege text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select v.role_name, p.privilege
  from (
    values
      ((protection).user_role, (protection).template not in ('service', 'admin'), true),
      ((protection).anon_role, (protection).template = 'public_read', false),
      ((protection).service_role, (protection).template <> 'admin', true),
      ((protection).admin_role, true, true)
  ) as v (role_name, may_read, may_write)
  cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as p (privilege)
  where v.may_read
    and (
      p.privilege = 'SELECT'
      or v.may_write
        and (v.role_name <> (protection).user_role or (protection).template <> 'public_read' or (protection).owner_column is not null)
    )
$$;

comment on function steward_internal.template_privileges(steward.protected_tables) is $doc$
Lists the privileges that a template gives to the roles of requests.

Never more than SELECT, INSERT, UPDATE and DELETE: TRUNCATE ignores policies, a trigger runs as the next writer, and a
foreign key tells whether a row exists.

@param protection What the table is protected with.
@returns One row for each role and privilege.
@access steward_reader
@example select v.* from protected_tables as p cross join lateral steward_internal.template_privileges(p) as v;
$doc$;

revoke all on function steward_internal.template_privileges(steward.protected_tables) from public;
