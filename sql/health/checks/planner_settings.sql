create or replace function steward_internal.check_planner_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with methods as materialized (
    select s.name
    from pg_settings as s
    where s.name like 'enable\_%'
      and s.boot_val = 'on'
  ),
  judged as materialized (
    select array_agg(m.name) || array['random_page_cost', 'seq_page_cost', 'default_statistics_target'] as names
    from methods as m
  ),
  settings as materialized (
    select s.name, s.value, s.is_overridden
    from judged as j
    cross join lateral steward_internal.server_settings(j.names) as s
  )
  select
    'setting',
    null,
    f.object_name,
    null::numeric,
    f.detail,
    f.action,
    f.severity,
    null,
    f.fix_sql,
    f.undo_sql,
    f.evidence
  from (
    select
      s.name as object_name,
      format('Setting %s is off for the whole server, so no query may use this method.', s.name) as detail,
      null as action,
      'warning' as severity,
      steward_internal.alter_system_statements(jsonb_build_object(s.name, 'on')) as fix_sql,
      steward_internal.alter_system_undo_statements(array[s.name]) as undo_sql,
      jsonb_build_object('setting', s.name, 'value', s.value, 'scope', 'the whole server') as evidence
    from settings as s
    inner join methods as m on m.name = s.name
    where s.value = 'off'
      and not s.is_overridden
    union all
    select
      format('%s (%s)', o.name, o.scope),
      format('Setting %s is off for %s, so no query there may use this method.', o.name, o.scope),
      null,
      'warning',
      array[format('alter %s reset %s;', o.target, o.name)],
      array[format('alter %s set %s = %L;', o.target, o.name, o.value)],
      jsonb_build_object('setting', o.name, 'value', 'off', 'scope', o.scope)
    from steward_internal.setting_overrides() as o
    inner join methods as m on m.name = o.name
    where o.switch = 'off'
    union all
    select
      r.name,
      format(
        'Setting random_page_cost is %s and seq_page_cost %s: index scans are priced as on spinning disks.',
        r.value, q.value
      ),
      'Lower it, on solid-state disks to 1.1, for one database first; leave it on spinning disks.',
      'info',
      steward_internal.alter_system_statements(jsonb_build_object(r.name, '1.1')),
      steward_internal.alter_system_undo_statements(array[r.name]),
      jsonb_build_object('setting', r.name, 'value', r.value, 'scope', 'the whole server')
    from settings as r
    inner join settings as q on q.name = 'seq_page_cost'
    where r.name = 'random_page_cost'
      and r.value::numeric >= 4 * q.value::numeric
      and not r.is_overridden
      and not q.is_overridden
    union all
    select
      s.name,
      format('Setting default_statistics_target is %s, PostgreSQL ships 100: the planner guesses more.', s.value),
      null,
      'info',
      steward_internal.alter_system_statements(jsonb_build_object(s.name, '100')),
      steward_internal.alter_system_undo_statements(array[s.name]),
      jsonb_build_object('setting', s.name, 'value', s.value, 'scope', 'the whole server')
    from settings as s
    where s.name = 'default_statistics_target'
      and s.value::integer < 100
      and not s.is_overridden
  ) as f
  union all
  select h.*
  from judged as j
  cross join lateral steward_internal.hidden_setting_rows(j.names) as h
$$;

comment on function steward_internal.check_planner_settings() is $doc$
Finds planner settings that spoil plans: disabled methods, costs of old disks.

enable_seqscan and its like are for looking at plans in a session; left off, they cure one query and
hurt the next, so off for the server, a role or a database is a warning. Left alone are methods that
PostgreSQL ships switched off. random_page_cost four times seq_page_cost (the shipped ratio) is an
information: SQL cannot see the disks, and managed services often set it already. A
default_statistics_target below the shipped 100 is an information as well.

@title Planner setting spoils plans
@category configuration
@scope cluster
@remedy Set it back, and cure the query for which it was changed.
@fix_lock none
@fix_risk Plans change for everyone: try it in a session first. ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-query.html
@access steward_reader
@example select * from steward_internal.check_planner_settings();
$doc$;

revoke all on function steward_internal.check_planner_settings() from public;
