create or replace function steward_internal.admission_statements(login name, roles name[])
returns table (statement text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with login as (
    select r.oid
    from pg_roles as r
    where r.rolname = admission_statements.login
  ),
  -- What begin_request() calls before it has entered the role.
  needed as (
    select 1 as place, 'connect' as privilege, format('database %I', d.datname) as object,
      has_database_privilege(l.oid, d.oid, 'connect') as is_granted
    from login as l
    inner join pg_database as d on d.datname = current_database()
    union all
    select 2, 'usage', format('schema %I', n.nspname), has_schema_privilege(l.oid, n.oid, 'usage')
    from login as l
    inner join pg_namespace as n on n.nspname in ('steward', 'steward_internal', 'steward_access')
    union all
    select 3, 'execute', format('function %s', f.signature), has_function_privilege(l.oid, f.signature, 'execute')
    from login as l
    cross join unnest(
      array[
        'pg_catalog.set_config(text,text,boolean)', 'steward.begin_request(jsonb)', 'steward_access.trust_level()',
        'steward_internal.bypasses_row_security(text)', 'steward_internal.enter_role(text)',
        'steward_internal.seal_request(text)', 'steward_internal.set_claims(jsonb)'
      ]
    ) as f (signature)
  )
  select s.statement
  from (
    select n.place, format('grant %s on %s to %I', n.privilege, n.object, admission_statements.login)
    from needed as n
    where not n.is_granted
    union all
    select 4,
      format('grant %I to %I', r.rolname, admission_statements.login)
      || case when current_setting('server_version_num')::integer >= 160000 then ' with inherit false, set true' else '' end
    from login as l
    inner join pg_roles as r on r.rolname = any (admission_statements.roles)
    where not pg_has_role(l.oid, r.oid, 'member')
      or pg_has_role(l.oid, r.oid, 'usage')
  ) as s (place, statement)
  order by s.place, s.statement
$$;

comment on function steward_internal.admission_statements(name, name[]) is $doc$
Lists the grants that a login lacks to begin requests.

They are those that must be there before the role is entered; all else belongs to the role.

@param login The role that the application logs in as.
@param roles The roles that it is to enter.
@returns The statements that are missing.
@access steward_reader
@example select statement from steward_internal.admission_statements('web', '{steward_user}');
$doc$;

revoke all on function steward_internal.admission_statements(name, name[]) from public;
