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
  configured as (
    select
      s.name,
      s.value,
      s.name as object_name,
      'the whole server' as scope,
      case
        when s.context = 'internal'
          then 'Stop the server and run pg_checksums --enable on its data directory.'
      end as action,
      case
        when s.context <> 'internal'
          then steward_internal.alter_system_statements(jsonb_build_object(s.name, r.safe_value))
      end as fix_sql,
      case
        when s.context <> 'internal' then steward_internal.alter_system_undo_statements(array[s.name])
      end as undo_sql
    from steward_internal.server_settings(array(select r.name from risks as r)) as s
    inner join risks as r on r.name = s.name
    where not s.is_overridden
    union all
    select
      o.name,
      coalesce(o.switch, o.value),
      format('%s (%s)', o.name, o.scope),
      o.scope,
      null,
      array[format('alter %s reset %s;', o.target, o.name)],
      array[format('alter %s set %s = %L;', o.target, o.name, o.value)]
    from steward_internal.setting_overrides() as o
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
  select h.* from steward_internal.hidden_setting_rows(array(select r.name from risks as r)) as h
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
