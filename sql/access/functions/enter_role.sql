create or replace function steward_internal.enter_role(role_name text)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The role none is the login itself, which may own everything.
  if enter_role.role_name = 'none' or steward_internal.bypasses_row_security(enter_role.role_name) then
    raise exception using
      errcode = '42501',
      message = format('a request may not enter the role %I', enter_role.role_name),
      hint = 'Row level security does not hold for it. Enter steward_user, steward_anon, steward_service or steward_admin.';
  end if;
  perform set_config('role', enter_role.role_name, true);
end
$$;

comment on function steward_internal.enter_role(text) is $doc$
Switches to a role, unless row level security does not hold for it.

It holds for the rest of the transaction.

@param role_name The role; the login must be a member of it.
@error 42501 The role bypasses row level security, or is none.
@access steward_user
@access steward_anon
@access steward_service
@access steward_admin
@example begin; select steward_internal.enter_role('steward_user') where false; rollback;
$doc$;

revoke all on function steward_internal.enter_role(text) from public;
