create or replace function steward_internal.check_missing_timeouts()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with limits (name, alternative, consequence, action) as (
    values
      ('idle_in_transaction_session_timeout', 'transaction_timeout',
        'Nothing ends a transaction that is left idle', null),
      ('statement_timeout', 'transaction_timeout',
        'Nothing ends a statement that runs on and on',
        'Set it for each role by what it does: alter role ... set statement_timeout = ''30s'';'),
      ('lock_timeout', null,
        'Nothing ends the wait for a lock',
        'Set it at least for the roles that change the schema: alter role ... set lock_timeout = ''5s'';')
  ),
  names as (
    select n.name
    from (select l.name from limits as l union select l.alternative from limits as l) as n
    where n.name is not null
  ),
  overrides as materialized (
    select o.name, o.value, o.role_oid, o.database_oid
    from steward_internal.setting_overrides() as o
    inner join names as n on n.name = o.name
    where o.database_oid in (0, (select d.oid from pg_database as d where d.datname = current_database()))
  ),
  -- What the session began with: the check itself runs with a lock_timeout.
  server as materialized (
    select
      s.name,
      s.reset_val as value,
      exists (
        select
        from overrides as o
        inner join pg_roles as own on own.oid = o.role_oid
        where o.name = s.name
          and own.rolname = session_user
      ) as is_hidden
    from pg_settings as s
    inner join names as n on n.name = s.name
  ),
  effective as materialized (
    select
      r.rolname,
      s.name,
      coalesce(o.value, s.value) ~ '^\s*0+\s*[a-z]*\s*$' as is_unlimited,
      -- Whoever sets 0 for a role means it.
      coalesce(o.role_oid, 0) <> 0 as is_own,
      o.value is null and s.is_hidden as is_hidden
    from pg_roles as r
    cross join server as s
    left join lateral (
      select v.value, v.role_oid
      from overrides as v
      where v.name = s.name
        and v.role_oid in (0, r.oid)
      order by v.role_oid <> 0 desc, v.database_oid <> 0 desc
      limit 1
    ) as o on true
    where r.rolcanlogin
      and not r.rolsuper
      and not r.rolreplication
  ),
  unlimited as (
    select l.name, l.consequence, l.action, e.rolname
    from limits as l
    inner join effective as e on e.name = l.name and e.is_unlimited and not e.is_own and not e.is_hidden
    where not exists (
      select
      from effective as other
      where other.name = l.alternative
        and other.rolname = e.rolname
        and not other.is_unlimited
    )
  )
  select
    'setting',
    null,
    u.name,
    null::numeric,
    format(
      '%s in database %I for %s%s: %s is 0.',
      u.consequence, current_database(),
      array_to_string((array_agg(quote_ident(u.rolname) order by u.rolname))[:5], ', '),
      case when count(*) > 5 then format(' and %s more roles', count(*) - 5) end,
      u.name
    ),
    u.action,
    null,
    null,
    case
      when u.action is null then array[format('alter database %I set %s = %L;', current_database(), u.name, '15min')]
    end,
    case when u.action is null then array[format('alter database %I reset %s;', current_database(), u.name)] end,
    jsonb_build_object('roles', jsonb_agg(u.rolname order by u.rolname))
  from unlimited as u
  group by u.name, u.consequence, u.action
  union all
  select (hidden.row).*
  from (
    select steward_internal.skipped_row(
      'server',
      format('The %s of the server cannot be seen: role %I has one of its own.', s.name, session_user),
      'Run the check as a role that does not set it.',
      'setting', null, s.name
    ) as row
    from server as s
    inner join limits as l on l.name = s.name
    where s.is_hidden
  ) as hidden
$$;

comment on function steward_internal.check_missing_timeouts() is $doc$
Finds timeouts that no role, database or server setting gives to ordinary roles.

One forgotten transaction keeps VACUUM from cleaning up everywhere, one waiting ALTER TABLE makes all
queries of its table wait. Looked at are roles that can log in, but no superusers and no replication
roles, as they would find themselves in this database. A transaction_timeout (PostgreSQL 17) bounds
statements and idle transactions as well, and a role for which 0 is set has been thought about. The
manual advises against a statement_timeout for all sessions, so only the timeout for idle transactions
comes with a statement: a quarter of an hour, which is where idle_in_transaction becomes critical.

@title Timeout is not set
@category configuration
@scope cluster
@severity info
@remedy Set it for this database; give batch jobs that need longer a role of their own with 0.
@fix_lock none
@fix_risk Sessions that begin later lose transactions that they leave idle for longer than that.
@doc https://www.postgresql.org/docs/current/runtime-config-client.html#RUNTIME-CONFIG-CLIENT-STATEMENT
@access steward_reader
@example select * from steward_internal.check_missing_timeouts();
$doc$;

revoke all on function steward_internal.check_missing_timeouts() from public;
