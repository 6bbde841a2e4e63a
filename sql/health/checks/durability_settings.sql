create or replace function steward_internal.check_durability_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    d.name,
    null::numeric,
    format('Setting %s is %s%s: %s', d.name, d.value, d.place, r.risk),
    null,
    r.severity,
    null,
    null::text[],
    jsonb_build_object('value', d.value, 'place', nullif(d.place, ''))
  from (
    select s.name, s.setting as value, '' as place
    from pg_settings as s
    union all
    select
      split_part(entry.setting, '=', 1),
      lower(substring(entry.setting from '=(.*)$')),
      concat(
        ' for',
        case when rs.setrole <> 0 then format(' role %I', pg_get_userbyid(rs.setrole)) end,
        case when rs.setdatabase <> 0 then format(' database %I', db.datname) end
      )
    from pg_db_role_setting as rs
    left join pg_database as db on db.oid = rs.setdatabase
    cross join lateral unnest(rs.setconfig) as entry (setting)
  ) as d
  inner join (
    values
      ('fsync', 'off', 'critical', 'a crash of the machine can destroy the whole cluster.'),
      ('full_page_writes', 'off', 'critical', 'a crash in the middle of a page write corrupts it.'),
      ('zero_damaged_pages', 'on', 'critical', 'damaged pages are silently emptied.'),
      ('ignore_checksum_failure', 'on', 'critical', 'known corruption is read as if it were data.'),
      ('synchronous_commit', 'off', 'warning', 'commits of the last moments before a crash are lost.'),
      ('data_checksums', 'off', 'info', 'corruption of the storage is noticed late or never.')
  ) as r (name, value, severity, risk) on r.name = d.name and r.value = d.value
  -- The session's own value of these comes from the role and the database, which are listed apart.
  where d.place <> ''
    or not exists (
      select
      from pg_settings as s
      where s.name = d.name
        and s.source in ('session', 'client', 'database', 'user', 'database user')
    )
$$;

comment on function steward_internal.check_durability_settings() is $doc$
Finds settings that give up durability or hide corruption.

The server's values and those that ALTER ROLE and ALTER DATABASE have set are compared, since one of
the latter is enough to lose commits. synchronous_commit = off in a single transaction is a legitimate
choice that nobody outside of it can see.

@title Setting puts data at risk
@category configuration
@scope cluster
@remedy Set it back to its default, unless the data can be lost; checksums can be switched on with pg_checksums while the server is down.
@doc https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-SETTINGS
@access steward_reader
@example select * from steward_internal.check_durability_settings();
$doc$;

revoke all on function steward_internal.check_durability_settings() from public;
