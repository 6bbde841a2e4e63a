create or replace function steward_internal.check_spoofable_claims()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with asking as (
    select distinct r.role_oid
    from pg_depend as d
    inner join pg_proc as f on f.oid = d.refobjid
    inner join pg_namespace as n on n.oid = f.pronamespace and n.nspname in ('steward', 'steward_access')
    inner join pg_policy as p on p.oid = d.objid
    cross join unnest(p.polroles) as r (role_oid)
    where d.classid = 'pg_policy'::regclass
      and d.refclassid = 'pg_proc'::regclass
  ),
  claims as (
    select
      steward.get_setting('access.trust_level') as level,
      steward_internal.set_config_grantees() as grantees,
      (
        select array_agg(distinct quote_ident(r.rolname))
        from asking as a
        inner join steward_internal.role_paths() as p on a.role_oid in (p.role_oid, 0)
        inner join pg_roles as r on r.oid = p.member_oid
        where r.rolcanlogin
          and not r.rolsuper
      ) as logins
    where exists (select from asking)
  )
  select
    null,
    null,
    null,
    null::numeric,
    case c.level
      when 'L0' then
        format('Policies believe claims as they are set (level L0), so whoever runs SQL of his own as one of these logins is any user: %s.',
          coalesce(steward_internal.name_list(c.logins), 'none so far'))
      else format('Claims are to be set by nobody but the login of the back end (level L1), but %s may execute set_config().', c.grantees)
    end,
    case c.level
      when 'L1' then format('As a superuser: revoke execute on function pg_catalog.set_config(text, text, boolean) from %s;', c.grantees)
    end,
    case c.level when 'L0' then 'info' else 'warning' end,
    null,
    null::text[],
    null::text[],
    jsonb_build_object('trust_level', c.level, 'logins', coalesce(c.logins, '{}'))
  from claims as c
  where c.level = 'L0'
    or c.level = 'L1' and c.grantees is not null
$$;

comment on function steward_internal.check_spoofable_claims() is $doc$
Tells who could pass for another user by setting the claims himself.

Policies of protect_table() ask claims, and the setting access.trust_level says how far these are believed. At L0 every
role with SQL can set them: that is right where the back end alone writes SQL, and an info with the logins that matter. At L1
it is a warning if PUBLIC or a role of requests may execute set_config() (again, for example after a restore into a new
server). At L2 and L3 claims that were not proven are not believed. Without policies that ask claims there is nothing
to say.

@title Claims can be set by whoever runs SQL
@category access
@remedy If others than your back end can run SQL: set_token_secret() and set_setting('access.trust_level', 'L2').
@doc https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET
@access steward_reader
@example select * from steward_internal.check_spoofable_claims();
$doc$;

revoke all on function steward_internal.check_spoofable_claims() from public;
