create or replace function steward_internal.check_public_security_definer_functions()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'function',
    u.schema_name::text,
    format('%s(%s)', u.routine_name, oidvectortypes(u.argument_types)),
    null::numeric,
    format('%s can execute %s, which runs as %I: %s.', array_to_string(x.grantees, ', '), u.routine::regprocedure,
      u.owner_name, power.description),
    null,
    case when not owner.rolsuper then 'info' end,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('owner', u.owner_name, 'granted_to', x.grantees)
  from steward_internal.user_routines() as u
  inner join steward_internal.exposed_routines() as x on x.routine = u.routine
  inner join pg_roles as owner on owner.oid = u.owner_oid
  cross join lateral (
    select
      case
        when owner.rolsuper then 'a superuser'
        when owner.rolbypassrls then 'a role with BYPASSRLS'
        when pg_has_role(owner.oid, 'pg_execute_server_program', 'usage')
          or pg_has_role(owner.oid, 'pg_write_server_files', 'usage')
          or pg_has_role(owner.oid, 'pg_read_server_files', 'usage')
          then 'a role that reaches files or programs of the server'
        when pg_has_role(owner.oid, 'pg_write_all_data', 'usage') then 'a role that writes every table'
      end as description
  ) as power
  cross join lateral steward_internal.revoke_statements(
    'routine ' || u.routine::regprocedure::text,
    coalesce(u.acl, acldefault('f', u.owner_oid)), u.owner_oid, '{EXECUTE}'
  ) as s
  where u.is_definer
    and power.description is not null
    and u.return_type not in ('trigger'::regtype, 'event_trigger'::regtype)
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_public_security_definer_functions() is $doc$
Finds SECURITY DEFINER functions of powerful owners that others may call.

Others are PUBLIC and application roles; every function is born with EXECUTE for PUBLIC. One that runs as
a superuser is a warning: a single flaw in its body hands the server over. One that runs as a role with
BYPASSRLS, with access to the server's files and programs or with pg_write_all_data is an info.
Functions of ordinary owners are the usual way to give access and are left out, and so are trigger
functions, which nobody can call.

@title Everybody may call a function of a powerful owner
@category security
@mode static
@severity warning
@remedy Revoke EXECUTE from PUBLIC and grant it to the roles that need it, or give the function a weaker owner.
@fix_lock none
@fix_risk Roles that call it without a grant of their own are refused afterwards, also from policies and defaults.
@doc https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
@access steward_reader
@example select * from steward_internal.check_public_security_definer_functions();
$doc$;

revoke all on function steward_internal.check_public_security_definer_functions() from public;
