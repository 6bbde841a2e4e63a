create or replace function steward_internal.lend_role(role_name name)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_caller name := current_user;
begin
  begin
    execute format('set local role %I', lend_role.role_name);
    execute format('set local role %I', v_caller);
    return;
  exception
    when insufficient_privilege then
      null;
  end;
  execute format('grant %I to %I', lend_role.role_name, session_user);
exception
  when insufficient_privilege or read_only_sql_transaction then
    raise exception using
      errcode = '42501',
      message = format('%I cannot become the role %I', session_user, lend_role.role_name),
      hint = format('As an administrator: grant %I to %I;', lend_role.role_name, session_user);
end
$$;

comment on function steward_internal.lend_role(name) is $doc$
Makes sure that this session can switch to a role, if need be by a grant.

To be called in a sub-transaction that is rolled back, so that nothing of the grant remains.

@param role_name The role.
@error 42501 The login is not a member of the role, and may not grant it.
@access steward_admin
@example begin; select steward_internal.lend_role(current_user); rollback;
$doc$;

revoke all on function steward_internal.lend_role(name) from public;
