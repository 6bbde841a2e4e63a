create or replace function steward_internal.check_durability_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with risks (name, risky_value, safe_value, severity, consequence) as (
    values
      ('fsync', 'off', 'on', 'critical',
        'If the machine crashes, the whole cluster can be lost.'),
      ('full_page_writes', 'off', 'on', 'critical',
        'If the machine crashes, half-written pages can stay behind that nothing repairs.'),
      ('synchronous_commit', 'off', 'on', 'warning',
        'After a crash the last transactions can be missing although their commit was confirmed.'),
      ('zero_damaged_pages', 'on', 'off', 'critical',
        'Every damaged page that is read is emptied, and its rows are lost.'),
      ('ignore_checksum_failure', 'on', 'off', 'critical',
        'Damaged pages are used as if they were good.'),
      ('data_checksums', 'off', 'on', 'info',
        'Damage by disks and file systems stays unnoticed until queries fail or return nonsense.')
  ),
  shown as (
    select
      s.name,
      s.setting,
      s.context,
      s.source,
      s.source in (
        'global', 'database', 'user', 'database user', 'client', 'interactive', 'session'
      ) as is_overridden
    from pg_settings as s
    inner join risks as r on r.name = s.name
  ),
  configured as (
    select
      s.name,
      s.setting as value,
      s.name as object_name,
      'the whole server' as scope,
      case
        when s.context = 'internal'
          then 'Stop the server and run pg_checksums --enable on its data directory.'
      end as action,
      case
        when s.context <> 'internal' then
          array[
            format('alter system set %s = %s;', s.name, r.safe_value),
            'select pg_reload_conf();'
          ]
      end as fix_sql,
      case
        when s.context <> 'internal'
          then array[
            steward_internal.alter_system_undo(s.name, s.setting), 'select pg_reload_conf();'
          ]
      end as undo_sql
    from shown as s
    inner join risks as r on r.name = s.name
    where not s.is_overridden
    union all
    select
      c.name,
      -- These values are stored as they were typed.
      case
        when lower(c.value) in ('off', 'of', 'false', 'fals', 'fal', 'fa', 'f', 'no', 'n', '0')
          then 'off'
        when lower(c.value) in ('on', 'true', 'tru', 'tr', 't', 'yes', 'ye', 'y', '1') then 'on'
        else c.value
      end,
      format('%s (%s)', c.name, o.scope),
      o.scope,
      null,
      array[format('alter %s reset %s;', o.target, c.name)],
      array[format('alter %s set %s = %L;', o.target, c.name, c.value)]
    from pg_db_role_setting as g
    left join pg_roles as u on u.oid = g.setrole
    left join pg_database as d on d.oid = g.setdatabase
    cross join lateral (
      select
        coalesce(
          nullif(
            concat_ws(
              ' in ', 'role ' || quote_ident(u.rolname), 'database ' || quote_ident(d.datname)
            ),
            ''
          ),
          'all roles'
        ) as scope,
        coalesce(
          nullif(
            concat_ws(
              ' in ', 'role ' || quote_ident(u.rolname), 'database ' || quote_ident(d.datname)
            ),
            ''
          ),
          'role all'
        ) as target
    ) as o
    cross join lateral unnest(g.setconfig) as e (entry)
    cross join lateral (
      select
        split_part(e.entry, '=', 1) as name,
        substr(e.entry, strpos(e.entry, '=') + 1) as value
    ) as c
  )
  select
    'setting',
    null,
    c.object_name,
    null::numeric,
    format('Setting %s is %s for %s. %s', c.name, c.value, c.scope, r.consequence),
    c.action,
    r.severity,
    null,
    c.fix_sql,
    c.undo_sql,
    jsonb_build_object('setting', c.name, 'value', c.value, 'scope', c.scope)
  from configured as c
  inner join risks as r on r.name = c.name and r.risky_value = c.value
  union all
  select (hidden.row).*
  from (
    select steward_internal.skipped_row(
      'server',
      format(
        'The value of %s for the whole server cannot be seen: this session has its own (%s: %s).',
        s.name, s.source, s.setting
      ),
      'Run the check in a session whose role and database do not set it.',
      'setting', null, s.name
    ) as row
    from shown as s
    where s.is_overridden
  ) as hidden
$$;

comment on function steward_internal.check_durability_settings() is $doc$
Finds settings with which a crash loses or damages data.

fsync and full_page_writes off risk the whole cluster; zero_damaged_pages and
ignore_checksum_failure are tools to rescue data and belong in no running system: each is critical.
synchronous_commit off loses at most the last moment, and may be meant so: a warning. Without data
checksums damage stays hidden: an info. What roles and databases set for themselves counts as well,
one row each; what a function or a session sets does not. On a file system that never writes half a
page, such as ZFS, full_page_writes may be off: switch the check off there.

@title Setting risks data
@category configuration
@scope cluster
@severity critical
@remedy Set it back, unless losing data is acceptable here.
@fix_lock none
@fix_risk Commits wait for the disk again and writes cost more; ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-SETTINGS
@access steward_reader
@example select * from steward_internal.check_durability_settings();
$doc$;

revoke all on function steward_internal.check_durability_settings() from public;
