create or replace function steward_internal.check_autovacuum_disabled()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'setting',
    null,
    s.name,
    null::numeric,
    format('%s is off, so nothing is vacuumed or analyzed until transaction IDs are about to run out.',
      s.name),
    'Switch it on; a server that is busy with autovacuum needs it to run more often, not less.',
    'critical',
    null,
    case
      when place.name is not null then array[format('alter %s reset %s;', place.name, s.name)]
      when s.source in ('client', 'session') then array[format('reset %s;', s.name)]
      else array[format('alter system set %s = on;', s.name), 'select pg_reload_conf();']
    end,
    case
      when place.name is not null then array[format('alter %s set %s = off;', place.name, s.name)]
      when s.source in ('client', 'session') then array[format('set %s = off;', s.name)]
      else array[steward_internal.alter_system_undo(s.name, s.setting), 'select pg_reload_conf();']
    end,
    jsonb_build_object('source', s.source)
  from pg_settings as s
  cross join lateral (
    select case s.source
      when 'database' then format('database %I', current_database())
      when 'user' then format('role %I', session_user)
      when 'database user' then format('role %I in database %I', session_user, current_database())
    end as name
  ) as place
  where s.name in ('autovacuum', 'track_counts')
    and s.setting = 'off'
  union all
  select
    kind.name,
    r.schema_name::text,
    r.relation_name::text,
    null,
    format(
      'Autovacuum is switched off for %s.',
      case
        when off.is_main and off.is_toast
          then format('%s %s and its TOAST table', kind.name, r.qualified_name)
        when off.is_main then format('%s %s', kind.name, r.qualified_name)
        else format('the TOAST table of %s %s', kind.name, r.qualified_name)
      end
    ),
    null,
    'warning',
    null,
    array[
      format(
        'alter %s %s reset (%s);', kind.name, r.qualified_name,
        concat_ws(
          ', ',
          case when off.is_main then 'autovacuum_enabled' end,
          case when off.is_toast then 'toast.autovacuum_enabled' end
        )
      )
    ],
    array[
      format(
        'alter %s %s set (%s);', kind.name, r.qualified_name,
        concat_ws(
          ', ',
          case when off.is_main then 'autovacuum_enabled = false' end,
          case when off.is_toast then 'toast.autovacuum_enabled = false' end
        )
      )
    ],
    jsonb_build_object('table', off.is_main, 'toast', off.is_toast)
  from steward_internal.user_relations as r
  left join pg_class as toast on toast.oid = r.reltoastrelid
  cross join lateral (
    select case r.relkind when 'm' then 'materialized view' else 'table' end as name
  ) as kind
  cross join lateral (
    select
      coalesce(bool_or(not o.option_value::boolean) filter (where o.is_main), false) as is_main,
      coalesce(bool_or(not o.option_value::boolean) filter (where not o.is_main), false) as is_toast
    from (
      select true as is_main, m.* from pg_options_to_table(r.reloptions) as m
      union all
      select false, t.* from pg_options_to_table(toast.reloptions) as t
    ) as o
    where o.option_name = 'autovacuum_enabled'
  ) as off
  where r.relkind in ('r', 'm')
    and (r.reloptions is not null or toast.reloptions is not null)
    and (off.is_main or off.is_toast)
$$;

comment on function steward_internal.check_autovacuum_disabled() is $doc$
Finds autovacuum switched off, for the server or for single tables.

Without autovacuum, dead rows pile up, the planner works with old statistics, and the table is only
touched again when its transaction IDs are about to run out, by a VACUUM that cannot be put off.
Autovacuum needs track_counts as well. A table may have had it switched off for a bulk load and never
switched on again; a TOAST table without an option of its own follows its table.

Off for the server is critical, off for a table a warning: the latter can be right where a job
vacuums the table itself.

@title Autovacuum is off
@category vacuum
@mode static
@remedy Take the option away, unless a job of yours vacuums and analyzes the table.
@fix_lock SHARE UPDATE EXCLUSIVE
@fix_risk ALTER TABLE ... RESET waits for a running VACUUM and blocks neither reads nor writes.
@doc https://www.postgresql.org/docs/current/runtime-config-autovacuum.html
@access steward_reader
@example select * from steward_internal.check_autovacuum_disabled();
$doc$;

revoke all on function steward_internal.check_autovacuum_disabled() from public;
