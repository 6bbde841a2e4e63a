create or replace function steward_internal.check_disabled_event_triggers()
returns setof steward_internal.check_row
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select
    'event trigger',
    null,
    e.evtname::text,
    null::numeric,
    format('Event trigger %I (on %s) is disabled.', e.evtname, e.evtevent),
    null,
    null,
    null,
    array[format('alter event trigger %I enable;', e.evtname)],
    array[format('alter event trigger %I disable;', e.evtname)],
    jsonb_build_object('event', e.evtevent)
  from pg_event_trigger as e
  where e.evtenabled = 'D'
    and not exists (
      select
      from pg_depend as d
      where d.classid = 'pg_event_trigger'::regclass
        and d.objid = e.oid
        and d.deptype = 'e'
    )
$$;

comment on function steward_internal.check_disabled_event_triggers() is $doc$
Finds event triggers that are disabled.

Event triggers guard the schema or keep records of changes; a disabled one does neither. Those that
extensions own and those that fire only on replicas are left out.

@title Event trigger is disabled
@category schema
@mode static
@severity info
@remedy Enable it, or drop it if nobody needs it.
@fix_lock none
@fix_risk From then on it runs with every command of its event, and a mistake in it can forbid them all; only its owner, a superuser before PostgreSQL 18, can enable it.
@doc https://www.postgresql.org/docs/current/event-triggers.html
@access steward_reader
@example select * from steward_internal.check_disabled_event_triggers();
$doc$;

revoke all on function steward_internal.check_disabled_event_triggers() from public;
