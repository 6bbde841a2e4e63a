create or replace function steward_internal.check_dangerous_role_memberships()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive powers (name, severity, consequence) as (
    values
      ('pg_execute_server_program', 'warning', 'run programs on the server, as the user that PostgreSQL runs as'),
      ('pg_write_server_files', 'warning', 'write files on the server, and so become a superuser'),
      ('pg_read_server_files', 'warning', 'read every file that PostgreSQL can read'),
      ('pg_write_all_data', 'info', 'write every table'),
      ('pg_read_all_data', null, 'read every table')
  ),
  reach (power, member, path) as (
    select m.roleid, m.member, array[m.roleid]
    from powers as p
    inner join pg_roles as r on r.rolname = p.name
    inner join pg_auth_members as m on m.roleid = r.oid
    union all
    select w.power, m.member, w.path || m.roleid
    from reach as w
    inner join pg_auth_members as m on m.roleid = w.member
  ),
  shortest as (
    select distinct on (w.power, w.member) w.power, w.member, w.path
    from reach as w
    order by w.power, w.member, cardinality(w.path), w.path
  ),
  grants as (
    select
      m.roleid,
      m.member,
      array_agg(
        format('revoke %I from %I granted by %I;', granted.rolname, member.rolname, grantor.rolname)
        order by grantor.rolname
      ) as fix_sql,
      array_agg(
        concat(
          format('grant %I to %I', granted.rolname, member.rolname),
          case
            when f.fields ? 'set_option' then
              format(' with admin %s, inherit %s, set %s', f.fields ->> 'admin_option', f.fields ->> 'inherit_option',
                f.fields ->> 'set_option')
            when m.admin_option then ' with admin option'
          end,
          format(' granted by %I;', grantor.rolname)
        )
        order by grantor.rolname
      ) as undo_sql
    from pg_auth_members as m
    inner join pg_roles as granted on granted.oid = m.roleid
    inner join pg_roles as member on member.oid = m.member
    inner join pg_roles as grantor on grantor.oid = m.grantor
    cross join lateral (select to_jsonb(m) as fields) as f
    where granted.rolname in (select p.name from powers as p)
    group by m.roleid, m.member
  )
  select
    'role',
    null,
    format('%s in %s', r.rolname, p.name),
    null::numeric,
    format('%s %I can %s: it is a member of %s%s.',
      case when a.role_oid is null then 'Role' else 'Application role' end,
      r.rolname, p.consequence, p.name,
      (
        select ' through ' || string_agg(quote_ident(pg_get_userbyid(g.oid)), ', ' order by g.position desc)
        from unnest(s.path) with ordinality as g (oid, position)
        where g.position > 1
      )),
    null,
    case
      when a.role_oid is not null then 'warning'
      else p.severity
    end,
    null,
    g.fix_sql,
    g.undo_sql,
    jsonb_build_object(
      'member_of', p.name,
      'through', array(select pg_get_userbyid(x.oid) from unnest(s.path[2:]) as x (oid))
    )
  from shortest as s
  inner join pg_roles as granted on granted.oid = s.power
  inner join powers as p on p.name = granted.rolname
  inner join pg_roles as r on r.oid = s.member
  left join steward_internal.application_roles() as a on a.role_oid = r.oid
  left join grants as g on g.roleid = s.power and g.member = s.member
  where (r.rolcanlogin or a.role_oid is not null)
    and not r.rolsuper
    and (p.severity is not null or a.role_oid is not null)
$$;

comment on function steward_internal.check_dangerous_role_memberships() is $doc$
Finds roles that are close to a superuser by membership in a predefined role.

pg_execute_server_program, pg_write_server_files and pg_read_server_files reach the machine of the
server: a warning for each role that can log in. pg_write_all_data is an info, and pg_read_all_data,
which backups and reports use, is not reported; for an application role (setting
`health.application_roles`) both are a warning.

@title Role reaches beyond the database
@category security
@scope cluster
@mode static
@severity warning
@remedy Revoke the membership and grant what the role really needs.
@fix_lock none
@fix_risk COPY with files or programs, or access to tables without a grant, fails for the role afterwards.
@doc https://www.postgresql.org/docs/current/predefined-roles.html
@access steward_reader
@example select * from steward_internal.check_dangerous_role_memberships();
$doc$;

revoke all on function steward_internal.check_dangerous_role_memberships() from public;
