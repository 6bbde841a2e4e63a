create or replace function steward_internal.check_statistics_tracking()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with tracked (name, severity, consequence) as (
    values
      ('track_activities', 'warning', 'nobody can see what sessions do, and the checks of sessions are blind.'),
      ('track_io_timing', 'info', 'nobody can see whether queries wait for the disks.')
  )
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format('Setting %s is off: %s', s.name, t.consequence),
    null,
    t.severity,
    null,
    steward_internal.alter_system_statements(jsonb_build_object(s.name, 'on')),
    steward_internal.alter_system_statements(jsonb_build_object(s.name, 'off')),
    jsonb_build_object('value', s.value)
  from steward_internal.server_settings(array(select t.name from tracked as t)) as s
  inner join tracked as t on t.name = s.name
  where s.value = 'off'
    and not s.is_overridden
  union all
  select h.* from steward_internal.hidden_setting_rows(array(select t.name from tracked as t)) as h
$$;

comment on function steward_internal.check_statistics_tracking() is $doc$
Finds statistics that the server does not collect.

track_activities off blinds every check of sessions and locks, and every administrator: a warning.
track_io_timing is off as shipped, because reading the clock is slow on a few machines (measure it with
pg_test_timing): an information. track_counts off stops autovacuum as well and is the matter of
autovacuum_disabled; track_functions is left to taste.

@title Statistics are not collected
@category configuration
@scope cluster
@remedy Switch it on.
@fix_lock none
@fix_risk track_io_timing costs a look at the clock for each block read or written. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-statistics.html
@access steward_reader
@example select * from steward_internal.check_statistics_tracking();
$doc$;

revoke all on function steward_internal.check_statistics_tracking() from public;
