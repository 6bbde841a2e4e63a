create or replace function steward_internal.check_powerful_application_roles()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with owners as materialized (
    select u.relowner, count(*) as table_count
    from steward_internal.user_relations as u
    where u.relkind in ('r', 'p')
      and not u.is_partition
    group by u.relowner
  ),
  roles as (
    select
      r.oid,
      r.rolname,
      array_remove(
        array[
          case when r.rolsuper then 'superuser' end,
          case when r.rolcreaterole then 'createrole' end,
          case when r.rolcreatedb then 'createdb' end,
          case when r.rolreplication then 'replication' end
        ],
        null
      ) as attributes,
      array(
        select m.rolname
        from pg_roles as m
        where not r.rolsuper
          and m.oid <> r.oid
          and (m.rolsuper or m.rolbypassrls or m.rolcreaterole)
          and pg_has_role(r.oid, m.oid, 'member')
        order by m.rolname
      ) as memberships,
      coalesce(o.table_count, 0) as table_count
    from steward_internal.application_roles() as a
    inner join pg_roles as r on r.oid = a.role_oid
    left join owners as o on o.relowner = r.oid
  )
  select
    'role',
    null,
    r.rolname::text,
    null::numeric,
    concat(
      format('Application role %I ', r.rolname),
      concat_ws(
        ', and ',
        'has ' || upper(nullif(array_to_string(r.attributes, ', '), '')),
        'can become ' || (select string_agg(quote_ident(m.name), ', ') from unnest(r.memberships) as m (name)),
        case when r.table_count > 0 then format('owns %s of the tables here', r.table_count) end
      ),
      '.'
    ),
    case
      when r.attributes = '{}' and r.memberships = '{}' then
        'Let a role own the tables that only runs migrations: an owner drops them and passes row level security.'
    end,
    case when r.attributes <@ '{createdb}' and r.memberships = '{}' then 'info' end,
    null,
    (
      select array_agg(format('alter role %I no%s;', r.rolname, a.name) order by a.name)
      from unnest(r.attributes) as a (name)
    ),
    (
      select array_agg(format('alter role %I %s;', r.rolname, a.name) order by a.name)
      from unnest(r.attributes) as a (name)
    ),
    jsonb_build_object('attributes', r.attributes, 'can_become', r.memberships, 'owned_tables', r.table_count)
  from roles as r
  where r.attributes <> '{}'
    or r.memberships <> '{}'
    or r.table_count > 0
  union all
  select r.*
  from steward_internal.application_roles_row() as r
$$;

comment on function steward_internal.check_powerful_application_roles() is $doc$
Finds application roles that can do more than read and write data.

A warning is a role with SUPERUSER, CREATEROLE or REPLICATION, or one that can become (with SET ROLE) a
role that has SUPERUSER, CREATEROLE or BYPASSRLS: one injected statement then is the whole server. CREATEDB
and owning tables are an info. Application roles are those of the setting `health.application_roles`.
For BYPASSRLS of its own see roles_bypassing_rls, for predefined roles dangerous_role_memberships.

@title Application role is too powerful
@category security
@mode static
@severity warning
@remedy Let applications connect as a role that has grants on data and nothing else.
@fix_lock none
@fix_risk Whatever the application does with the attribute fails afterwards: look at its migrations first.
@doc https://www.postgresql.org/docs/current/role-attributes.html
@access steward_reader
@example select * from steward_internal.check_powerful_application_roles();
$doc$;

revoke all on function steward_internal.check_powerful_application_roles() from public;
