create or replace function steward_internal.check_untrusted_language_functions()
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
    concat(
      format('%s runs code in the untrusted language %I', u.routine::regprocedure, l.lanname),
      case when not owner.rolsuper then format(', and its owner %I is no superuser', u.owner_name) end,
      ', and ' || array_to_string(x.grantees, ', ') || ' can call it',
      '.'
    ),
    null,
    null,
    null,
    s.fix_sql,
    s.undo_sql,
    jsonb_build_object('language', l.lanname, 'owner', u.owner_name, 'granted_to', coalesce(x.grantees, '{}'))
  from steward_internal.user_routines() as u
  inner join pg_language as l on l.oid = u.language_oid
  inner join pg_roles as owner on owner.oid = u.owner_oid
  left join steward_internal.exposed_routines() as x on x.routine = u.routine
  cross join lateral steward_internal.revoke_statements(
    'routine ' || u.routine::regprocedure::text,
    coalesce(u.acl, acldefault('f', u.owner_oid)), u.owner_oid, '{EXECUTE}'
  ) as s
  where not l.lanpltrusted
    and l.lanname <> 'internal'
    and (x.routine is not null or not owner.rolsuper)
    and 'internal'::regtype <> all (u.argument_types::oid[])
    and u.return_type not in (
      'trigger'::regtype, 'event_trigger'::regtype, 'internal'::regtype, 'language_handler'::regtype,
      'fdw_handler'::regtype, 'index_am_handler'::regtype, 'table_am_handler'::regtype, 'tsm_handler'::regtype
    )
$$;

comment on function steward_internal.check_untrusted_language_functions() is $doc$
Finds functions in untrusted languages that others may call or own.

Code in C, plpython3u or another untrusted language does what the operating system user of the server
may do. Reported are those that PUBLIC or an application role may call, and those whose owner is no
superuser, who could not have written them. Functions of extensions are left out, and so are those that
cannot be called from SQL.

@title Function in an untrusted language is open
@category security
@mode static
@severity warning
@remedy Revoke EXECUTE from PUBLIC, grant it to the roles that need it, and let a superuser own the function.
@fix_lock none
@fix_risk Roles that call it without a grant of their own are refused afterwards.
@doc https://www.postgresql.org/docs/current/sql-createlanguage.html
@access steward_reader
@example select * from steward_internal.check_untrusted_language_functions();
$doc$;

revoke all on function steward_internal.check_untrusted_language_functions() from public;
