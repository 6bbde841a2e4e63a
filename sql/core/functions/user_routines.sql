create or replace function steward_internal.user_routines()
returns table (
  routine oid,
  schema_oid oid,
  schema_name name,
  routine_name name,
  argument_types oidvector,
  kind "char",
  owner_oid oid,
  owner_name name,
  acl aclitem[],
  is_definer boolean,
  config text[],
  language_oid oid,
  return_type oid
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    p.oid,
    n.oid,
    n.nspname,
    p.proname,
    p.proargtypes,
    p.prokind,
    owner.oid,
    owner.rolname,
    p.proacl,
    p.prosecdef,
    p.proconfig,
    p.prolang,
    p.prorettype
  from pg_proc as p
  inner join pg_namespace as n on n.oid = p.pronamespace
  inner join pg_roles as owner on owner.oid = p.proowner
  where n.nspname not in ('pg_catalog', 'information_schema', 'steward', 'steward_internal', 'steward_migrations', 'steward_ddl', 'steward_access')
    and n.nspname not like 'pg\_temp\_%'
    and not exists (
      select
      from pg_depend as d
      where d.classid = 'pg_proc'::regclass
        and d.objid = p.oid
        and d.deptype = 'e'
    )
$$;

comment on function steward_internal.user_routines() is $doc$
Lists the functions, procedures and aggregates of the people of this database.

System schemas, temporary functions, what extensions own, and pgsteward's schemas are left out.

@returns One row for each routine.
@access steward_reader
@example select routine::regprocedure from steward_internal.user_routines() where is_definer;
$doc$;

revoke all on function steward_internal.user_routines() from public;
