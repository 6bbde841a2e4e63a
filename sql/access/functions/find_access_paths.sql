create or replace function steward_internal.find_access_paths()
returns table (
  role_oid oid, relid oid, object text, kind text, via_oid oid, privileges text[], path text, needs_set_role boolean,
  bypasses_row_security boolean, is_bound boolean, risk text
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with role_paths as materialized (
    select p.* from steward_internal.role_paths() as p
  ),
  holders as materialized (
    select p.member_oid, p.role_oid, p.steps, p.path
    from role_paths as p
    where not p.by_set
    union all
    select r.oid, 0, 1, ' → PUBLIC'
    from pg_roles as r
  ),
  starts as materialized (
    select r.oid, r.rolname, r.rolsuper, r.rolbypassrls, b.role_oid is not null as is_bound
    from pg_roles as r
    left join steward_internal.bound_roles() as b on b.role_oid = r.oid
    where r.rolcanlogin
      or b.role_oid is not null
  ),
  -- As whom a role can act; a superuser needs to be nobody else.
  actors as materialized (
    select s.oid as role_oid, p.role_oid as actor_oid, p.steps, quote_ident(s.rolname) || p.path as path,
      a.rolsuper, a.rolbypassrls, s.rolbypassrls as is_past
    from starts as s
    inner join role_paths as p on p.member_oid = s.oid and p.by_set
    inner join pg_roles as a on a.oid = p.role_oid
    where p.steps = 0
      or not s.rolsuper
  ),
  guarded as materialized (
    select g.* from steward_internal.guarded_tables() as g
  ),
  protected as materialized (
    select distinct f.relation as relid
    from steward.protected_tables as p
    cross join lateral steward_internal.relation_family(steward_internal.protected_relation(p)) as f
  ),
  requests as materialized (
    select distinct p.member_oid as role_oid
    from role_paths as p
    inner join steward_internal.request_roles() as q on q.oid = p.role_oid
  ),
  all_privileges as (
    select u.privilege
    from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as u (privilege)
  ),
  owners as materialized (
    select p.member_oid, g.relid, p.steps, p.path, g.has_row_security and g.is_forced as is_forced
    from guarded as g
    inner join role_paths as p on p.role_oid = g.owner_oid and not p.by_set
  ),
  -- Who is past row level security anyway (is_free) needs no other way.
  places as materialized (
    select a.*, g.relid, g.has_row_security, g.is_child, o.path as owner_path, o.steps as owner_steps, o.is_forced,
      s.member_oid is not null as is_owner,
      a.rolsuper or a.rolbypassrls or a.is_past or not coalesce(o.is_forced, true) or not coalesce(s.is_forced, true) as is_free
    from actors as a
    cross join guarded as g
    left join owners as o on o.member_oid = a.actor_oid and o.relid = g.relid
    left join owners as s on s.member_oid = a.role_oid and s.relid = g.relid
  ),
  views as materialized (
    select v.relid as view_oid, v.owner_name, case c.relkind when 'm' then 'materialized view' else 'view' end as kind, format('%I.%I', n.nspname, c.relname) as view_name, g.relid
    from steward_internal.views_past_row_security() as v
    inner join pg_class as c on c.oid = v.relid
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join guarded as g on g.qualified_name = any (v.guarded_tables)
  ),
  jobs as materialized (
    select j.* from steward_internal.job_triggers() as j
  ),
  rights as materialized (
    select r.*
    from steward_internal.relation_rights(
      array(select g.relid from guarded as g) || array(select distinct v.view_oid from views as v)
    ) as r
  ),
  routines as materialized (
    select d.routine, t.relid, d.owner_oid, h.member_oid as actor_oid, h.steps, h.path
    from steward_internal.definer_functions_past_row_security() as d
    inner join pg_proc as p on p.oid = d.routine
    cross join unnest(d.relids) as t (relid)
    cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
    inner join holders as h on h.role_oid = a.grantee
    where h.member_oid in (select r.actor_oid from actors as r)
      and has_schema_privilege(h.member_oid, p.pronamespace, 'usage')
  ),
  dynamic as materialized (
    select d.* from steward_internal.definer_functions_with_dynamic_sql() as d
  ),
  dynamic_routines as materialized (
    select d.*, h.member_oid as actor_oid, h.steps, h.path
    from dynamic as d
    inner join pg_proc as p on p.oid = d.routine
    cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
    inner join holders as h on h.role_oid = a.grantee
    where has_schema_privilege(h.member_oid, p.pronamespace, 'usage')
      and not pg_has_role(h.member_oid, d.owner_oid, 'usage')
  ),
  policies as materialized (
    select p.*, h.member_oid as actor_oid, h.steps, h.path
    from steward_internal.table_policies() as p
    inner join holders as h on h.role_oid = p.role_oid
  ),
  open_privileges as materialized (
    select distinct p.actor_oid, p.relid, p.privilege from policies as p where p.is_unconditional
  ),
  open_tables as materialized (
    select o.actor_oid, o.relid from open_privileges as o group by o.actor_oid, o.relid having count(*) = 4
  ),
  found (role_oid, relid, kind, via_oid, label, privilege, path, steps, set_steps, bypasses, is_unconditional) as (
    select a.role_oid, a.relid, 'superuser', a.actor_oid, '', p.privilege, a.path || ' → superuser', a.steps, a.steps, true, true
    from places as a
    cross join all_privileges as p
    where a.rolsuper
    union all
    select a.role_oid, a.relid, 'bypassrls', a.actor_oid, '', r.privilege, a.path || ' → BYPASSRLS', a.steps, a.steps, true, true
    from places as a
    inner join rights as r on r.role_oid = a.actor_oid and r.relid = a.relid
    where a.rolbypassrls
      and not a.rolsuper
    union all
    select a.role_oid, a.relid, 'owner', a.actor_oid, '', p.privilege,
      a.path || a.owner_path || case when a.is_forced then ' → owner, who may switch row level security off' else ' → owner' end,
      a.steps + a.owner_steps, a.steps, not a.is_forced, not a.is_forced
    from places as a
    cross join all_privileges as p
    where a.owner_path is not null
      and not a.rolsuper
      and not a.rolbypassrls
    union all
    select a.role_oid, a.relid, 'policy', p.role_oid, p.policy_name, p.privilege,
      a.path || p.path || format(' → policy %I', p.policy_name), a.steps + p.steps, a.steps, false, p.is_unconditional
    from places as a
    inner join rights as r on r.role_oid = a.actor_oid and r.relid = a.relid
    inner join policies as p on p.actor_oid = a.actor_oid and p.relid = a.relid and p.privilege = r.privilege
    where a.has_row_security
      and not a.is_free
    union all
    select a.role_oid, a.relid, 'open table', r.grantee, '', r.privilege,
      a.path || r.path || case when a.is_child then ' → partition without row level security' else ' → row level security is off' end,
      a.steps + r.steps, a.steps, true, true
    from places as a
    inner join rights as r on r.role_oid = a.actor_oid and r.relid = a.relid
    where not a.has_row_security
      and not a.is_free
      and r.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
    union all
    select a.role_oid, a.relid, 'privilege', r.grantee, r.privilege, r.privilege,
      a.path || r.path || format(' → %s, which no policy sees', r.privilege),
      a.steps + r.steps, a.steps, r.privilege <> 'REFERENCES', false
    from places as a
    inner join rights as r on r.role_oid = a.actor_oid and r.relid = a.relid
    where r.privilege in ('TRUNCATE', 'TRIGGER', 'REFERENCES')
      and a.owner_path is null
      and not a.is_owner
      and not a.rolsuper
    union all
    select a.role_oid, a.relid, v.kind, v.view_oid, v.view_name, r.privilege,
      a.path || r.path || format(
        ' → %s %s, %s %I', v.kind, v.view_name, case v.kind when 'view' then 'which reads as' else 'filled by' end, v.owner_name
      ),
      a.steps + r.steps, a.steps, true, true
    from places as a
    inner join views as v on v.relid = a.relid
    inner join rights as r on r.role_oid = a.actor_oid and r.relid = v.view_oid
    left join open_privileges as o on o.actor_oid = a.actor_oid and o.relid = a.relid and o.privilege = r.privilege
    where o.relid is null
      and not a.is_free
      and (r.privilege = 'SELECT' or v.kind = 'view' and r.privilege in ('INSERT', 'UPDATE', 'DELETE'))
    union all
    select a.role_oid, a.relid, 'function', x.routine, x.routine::regprocedure::text, 'EXECUTE',
      a.path || x.path || format(' → function %s, which runs as %I', x.routine::regprocedure, pg_get_userbyid(x.owner_oid)),
      a.steps + x.steps, a.steps, true, true
    from places as a
    inner join routines as x on x.actor_oid = a.actor_oid and x.relid = a.relid
    left join open_tables as o on o.actor_oid = a.actor_oid and o.relid = a.relid
    where o.relid is null
      and not a.is_free
    union all
    select a.role_oid, null, 'function', x.routine, x.routine::regprocedure::text, 'EXECUTE',
      a.path || x.path || format(
        ' → function %s, which runs as %I and puts SQL together', x.routine::regprocedure, pg_get_userbyid(x.owner_oid)
      ),
      a.steps + x.steps, a.steps, true, true
    from actors as a
    inner join dynamic_routines as x on x.actor_oid = a.actor_oid
    where not (a.rolsuper or a.rolbypassrls or a.is_past)
      and not pg_has_role(a.role_oid, x.owner_oid, 'usage')
    union all
    select a.role_oid, j.relid, 'trigger', j.routine, j.trigger_name, 'TRIGGER',
      a.path || h.path || format(' → function %s of trigger %I, which runs as %I when retention writes',
        j.routine::regprocedure, j.trigger_name, pg_get_userbyid(j.runner_oid)),
      a.steps + h.steps, a.steps, true, true
    from actors as a
    inner join role_paths as h on h.member_oid = a.actor_oid and not h.by_set
    inner join jobs as j on j.author_oid = h.role_oid
    where not a.rolsuper
  ),
  shortest as (
    select distinct on (f.role_oid, f.relid, f.kind, f.label, f.privilege) f.*, f.set_steps > 0 as needs_set_role
    from found as f
    order by f.role_oid, f.relid, f.kind, f.label, f.privilege, f.set_steps > 0, f.steps, f.path
  ),
  judged as (
    select s.*, b.is_bound,
      case
        when x.is_request_way and (
          s.kind in ('materialized view', 'open table')
          or s.kind = 'view' and not steward_internal.asks_caller(s.via_oid)
          or s.kind = 'privilege' and s.privilege = 'TRUNCATE'
        ) then 'critical'
        when s.kind = 'trigger' then 'warning'
        when not b.is_bound then case when s.bypasses then 'info' end
        when s.kind in ('superuser', 'bypassrls', 'owner') then
          case when not s.bypasses then 'info' when s.needs_set_role then 'warning' else 'critical' end
        when s.kind = 'policy' then
          case
            when s.is_unconditional and s.via_oid <> 0 then
              -- Policies add up: with the one that is true, the condition of the other binds nobody.
              case
                min(s.needs_set_role::integer) filter (where s.kind = 'policy' and s.via_oid <> 0 and not s.is_unconditional)
                  over (partition by s.role_oid, s.relid, s.privilege)
                  | s.needs_set_role::integer
                when 0 then 'critical'
                when 1 then 'warning'
              end
          end
        when s.kind = 'function' then case when s.relid is null or x.is_request_way then 'warning' else 'info' end
        when s.privilege = 'REFERENCES' and s.kind = 'privilege' then 'info'
        else 'warning'
      end as risk
    from shortest as s
    inner join starts as b on b.oid = s.role_oid
    -- The role of requests itself has a row, so that of a login which takes SET ROLE to it stays as it is.
    cross join lateral (
      select not s.needs_set_role
        and s.relid in (select p.relid from protected as p)
        and s.role_oid in (select q.role_oid from requests as q) as is_request_way
    ) as x
  )
  select j.role_oid, j.relid, case when j.relid is null then d.reach else format('%I.%I', n.nspname, c.relname) end, j.kind, j.via_oid,
    array_agg(j.privilege order by j.privilege), j.path, j.needs_set_role, j.bypasses, j.is_bound, j.risk
  from judged as j
  left join pg_class as c on c.oid = j.relid
  left join pg_namespace as n on n.oid = c.relnamespace
  left join dynamic as d on d.routine = j.via_oid and j.relid is null
  where c.oid is not null
    or j.relid is null
  group by j.role_oid, j.relid, d.reach, n.nspname, c.relname, j.kind, j.via_oid, j.path, j.needs_set_role, j.bypasses, j.is_bound, j.risk
$$;

comment on function steward_internal.find_access_paths() is $doc$
Finds the ways in which roles reach the rows of guarded tables.

See the view `access_paths`, which shows this with names; checks read it here.

@returns One row for each role, table and way.
@access steward_reader
@example select path from steward_internal.find_access_paths() where risk = 'critical';
$doc$;

revoke all on function steward_internal.find_access_paths() from public;
