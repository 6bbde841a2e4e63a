create or replace function steward_internal.check_autovacuum_settings()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with shipped (name, value, is_worse_above, consequence) as (
    values
      ('autovacuum_vacuum_scale_factor', 0.2, true, 'Tables are vacuumed only after a larger share of their rows is dead.'),
      ('autovacuum_vacuum_insert_scale_factor', 0.2, true,
        'Tables that only grow are frozen later and in larger pieces.'),
      ('autovacuum_analyze_scale_factor', 0.1, true, 'Statistics for the planner get older.'),
      ('autovacuum_naptime', 60, true, 'Each database is looked at less often.'),
      ('autovacuum_max_workers', 3, false, 'Large tables make all others wait.')
  ),
  settings as materialized (
    select s.name, s.value::numeric as value, s.display_value, s.is_overridden
    from steward_internal.server_settings(
      array(select d.name from shipped as d) || array[
        'autovacuum_vacuum_insert_threshold', 'autovacuum_worker_slots', 'autovacuum_vacuum_cost_limit',
        'autovacuum_vacuum_cost_delay', 'vacuum_cost_limit', 'vacuum_cost_delay'
      ]
    ) as s
  ),
  pace as (
    select p.*, round(p.cost_limit * 1000 / p.cost_delay) as points
    from (
      select
        coalesce(
          max(s.value) filter (where s.name = 'autovacuum_vacuum_cost_limit' and s.value <> -1),
          max(s.value) filter (where s.name = 'vacuum_cost_limit')
        ) as cost_limit,
        coalesce(
          max(s.value) filter (where s.name = 'autovacuum_vacuum_cost_delay' and s.value <> -1),
          max(s.value) filter (where s.name = 'vacuum_cost_delay')
        ) as cost_delay
      from settings as s
      where not s.is_overridden
    ) as p
    where p.cost_delay > 0
  )
  select
    'setting',
    null,
    f.name,
    null::numeric,
    f.detail,
    null,
    f.severity,
    null,
    steward_internal.alter_system_statements(f.shipped),
    steward_internal.alter_system_statements(f.present),
    f.present
  from (
    select
      s.name,
      format('Setting %s is %s, PostgreSQL ships %s. %s', s.name, s.display_value, d.value, d.consequence) as detail,
      'info' as severity,
      jsonb_build_object(s.name, d.value) as shipped,
      jsonb_build_object(s.name, s.value) as present
    from settings as s
    inner join shipped as d on d.name = s.name
    where case when d.is_worse_above then s.value > d.value else s.value < d.value end
    union all
    select
      s.name,
      'Setting autovacuum_vacuum_insert_threshold is -1, so tables that only grow are not vacuumed until their '
        'transaction IDs are old, and then all at once.',
      'info',
      jsonb_build_object(s.name, 1000),
      jsonb_build_object(s.name, s.value)
    from settings as s
    where s.name = 'autovacuum_vacuum_insert_threshold'
      and s.value = -1
    union all
    select
      w.name,
      format(
        'Setting autovacuum_max_workers is %s, but autovacuum_worker_slots allows only %s.', w.value, slots.value
      ),
      'info',
      jsonb_build_object(w.name, slots.value),
      jsonb_build_object(w.name, w.value)
    from settings as w
    inner join settings as slots on slots.name = 'autovacuum_worker_slots' and slots.value < w.value
    where w.name = 'autovacuum_max_workers'
    union all
    select
      'autovacuum_vacuum_cost_delay',
      format(
        'All autovacuum workers together may spend %s cost points a second (limit %s, delay %s ms), '
          'PostgreSQL ships 100000.',
        p.points, p.cost_limit, p.cost_delay
      ),
      case when p.points <= 10000 then 'warning' else 'info' end,
      jsonb_build_object('autovacuum_vacuum_cost_delay', '2ms', 'autovacuum_vacuum_cost_limit', 200),
      own.settings
    from pace as p
    cross join (
      select jsonb_object_agg(s.name, s.value) as settings
      from settings as s
      where s.name in ('autovacuum_vacuum_cost_delay', 'autovacuum_vacuum_cost_limit')
    ) as own
    where p.points < 100000
  ) as f
$$;

comment on function steward_internal.check_autovacuum_settings() is $doc$
Finds settings that make autovacuum more timid than PostgreSQL ships it.

Dead rows then pile up faster than they are removed, and the cure is usually the opposite: vacuum more
often and in smaller pieces. The measure is what PostgreSQL ships; fewer cost points than a tenth of
that are a warning, because PostgreSQL 12 gave up that pace (a delay of 20 ms) as too slow for today's
disks. What single tables set for themselves is not looked at; autovacuum switched off is the matter of
autovacuum_disabled.

@title Autovacuum is slowed down
@category vacuum
@scope cluster
@remedy Take back what slows autovacuum down, unless it was measured to help.
@fix_lock none
@fix_risk Autovacuum works more, which costs reads and writes; ALTER SYSTEM needs a superuser.
@doc https://www.postgresql.org/docs/current/runtime-config-autovacuum.html
@access steward_reader
@example select * from steward_internal.check_autovacuum_settings();
$doc$;

revoke all on function steward_internal.check_autovacuum_settings() from public;
