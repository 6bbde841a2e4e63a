create or replace function steward_internal.join_role(role_name name)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $$
begin
  if pg_has_role(
    session_user, join_role.role_name, case when current_setting('server_version_num')::integer < 160000 then 'MEMBER' else 'SET' end
  ) then
    return;
  end if;
  begin
    execute format('grant %I to %I', join_role.role_name, session_user);
  exception
    when insufficient_privilege or read_only_sql_transaction then
      raise exception using
        errcode = '42501',
        message = format('the role %I cannot become %I', session_user, join_role.role_name),
        hint = format('An administrator lets it: grant %I to %I;', join_role.role_name, session_user);
  end;
end
$$;

comment on function steward_internal.join_role(name) is $doc$
Makes the session a member of a role if it is not one yet.

The grant is for the caller to roll back.

@param role_name The role.
@error 42501 The session is no member and may not grant the role to itself.
@access steward_admin
@example begin; select steward_internal.join_role('steward_user') where false; rollback;
$doc$;

revoke all on function steward_internal.join_role(name) from public;
