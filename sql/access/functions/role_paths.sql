create or replace function steward_internal.role_paths()
returns table (member_oid oid, role_oid oid, by_set boolean, steps integer, path text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with recursive grants as materialized (
    select
      m.member,
      m.roleid,
      -- Options of the membership since PostgreSQL 16; before, of the member.
      bool_or(coalesce((f.fields ->> 'inherit_option')::boolean, r.rolinherit)) as is_inherited,
      bool_or(coalesce((f.fields ->> 'set_option')::boolean, true)) as is_settable
    from pg_auth_members as m
    inner join pg_roles as r on r.oid = m.member
    cross join lateral (select to_jsonb(m) as fields) as f
    group by m.member, m.roleid
    union all
    select d.datdba, r.oid, true, false
    from pg_database as d
    inner join pg_roles as r on r.rolname = 'pg_database_owner'
    where d.datname = current_database()
  ),
  walk (member_oid, role_oid, by_set, steps, path) as (
    select r.oid, r.oid, k.by_set, 0, '' collate "C"
    from pg_roles as r
    cross join (values (false), (true)) as k (by_set)
    union all
    select w.member_oid, g.roleid, w.by_set, w.steps + 1,
      format('%s → %I (%s)', w.path, r.rolname, case when w.by_set then 'member' else 'inherited' end)
    from walk as w
    inner join grants as g on g.member = w.role_oid and case when w.by_set then g.is_settable else g.is_inherited end
    inner join pg_roles as r on r.oid = g.roleid
  )
  select distinct on (w.member_oid, w.role_oid, w.by_set) w.*
  from walk as w
  order by w.member_oid, w.role_oid, w.by_set, w.steps, w.path
$$;

comment on function steward_internal.role_paths() is $doc$
Lists which roles each role inherits from, and which it may switch to.

What is inherited holds at once (USAGE), the others with SET ROLE (MEMBER; since PostgreSQL 16 only WITH SET). That
somebody may grant a role, by ADMIN OPTION or CREATEROLE, is not followed.

@returns One row for each pair and way, with the shortest path (` → a (member) → b (member)`); a role itself is at step 0.
@access steward_reader
@example select member_oid::regrole, path from steward_internal.role_paths() where steps > 0;
$doc$;

revoke all on function steward_internal.role_paths() from public;
