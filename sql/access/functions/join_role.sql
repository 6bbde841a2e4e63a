create or replace function steward_internal.join_role(role_name name)
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $$
declare
  v_knows_options boolean := current_setting('server_version_num')::integer >= 160000;
  v_link name := 'steward_link_' || pg_backend_pid();
begin
  if pg_has_role(session_user, join_role.role_name, case when v_knows_options then 'SET' else 'MEMBER' end) then
    return;
  end if;
  begin
    -- Policies for the role would hold for views and functions of the login too if it inherited from the role.
    if v_knows_options then
      execute format(
        'grant %I to %I with set true, inherit %s',
        join_role.role_name, session_user, pg_has_role(session_user, join_role.role_name, 'USAGE')::text
      );
    else
      if to_regrole(v_link) is null then
        execute format('create role %I noinherit', v_link);
        execute format('grant %I to %I', v_link, session_user);
      end if;
      execute format('grant %I to %I', join_role.role_name, v_link);
    end if;
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
Lets the session become a role if it may not yet, and inherits nothing.

Before PostgreSQL 16 that takes a role in between that does not inherit. All of it is for the caller to roll back.

@param role_name The role.
@error 42501 The session is no member and may not grant the role to itself.
@access steward_admin
@example begin; select steward_internal.join_role('steward_user') where false; rollback;
$doc$;

revoke all on function steward_internal.join_role(name) from public;
