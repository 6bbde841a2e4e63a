create or replace function steward_internal.health_check_registry(checks text[] default null)
returns table (
  check_id text,
  title text,
  category text,
  scope text,
  mode text,
  severity text,
  unit text,
  direction text,
  warning numeric,
  critical numeric,
  confidence text,
  requires_role text,
  requires_extension text,
  runs_on text,
  is_enabled boolean,
  description text,
  remedy text,
  fix_lock text,
  fix_risk text,
  doc_url text,
  routine regprocedure
)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  -- Without the materialization each tag that is read would parse the whole comment again.
  with documented as materialized (
    select
      p.oid::regprocedure as routine,
      substring(p.proname from '^check_(.*)$') as check_id,
      (
        select jsonb_object_agg(t.tag, regexp_replace(t.value, '\s*\n\s*', ' ', 'g'))
        from steward_internal.comment_tags(obj_description(p.oid, 'pg_proc')) as t
      ) as tags
    from pg_proc as p
    inner join pg_type as t on t.oid = p.prorettype
    where p.pronamespace = 'steward_internal'::regnamespace
      and p.pronargs = 0
      and p.proname like 'check\_%'
      and t.typname = 'check_row'
      and (
        health_check_registry.checks is null
        or substring(p.proname from '^check_(.*)$') = any (health_check_registry.checks)
      )
  )
  select
    d.check_id,
    d.tags ->> 'title',
    d.tags ->> 'category',
    coalesce(d.tags ->> 'scope', 'database'),
    coalesce(d.tags ->> 'mode', 'runtime'),
    d.tags ->> 'severity',
    d.tags ->> 'unit',
    coalesce(d.tags ->> 'direction', 'above'),
    coalesce(o.warning, (d.tags ->> 'warning')::numeric),
    coalesce(o.critical, (d.tags ->> 'critical')::numeric),
    coalesce(d.tags ->> 'confidence', 'exact'),
    d.tags ->> 'requires_role',
    d.tags ->> 'requires_extension',
    coalesce(d.tags ->> 'runs_on', 'both'),
    coalesce(o.enabled, d.tags ->> 'enabled' is distinct from 'false'),
    d.tags ->> 'description',
    d.tags ->> 'remedy',
    d.tags ->> 'fix_lock',
    d.tags ->> 'fix_risk',
    d.tags ->> 'doc',
    d.routine
  from documented as d
  left join steward_internal.health_check_overrides as o on o.check_id = d.check_id
$$;

comment on function steward_internal.health_check_registry(text[]) is $doc$
Reads the registry of health checks from the comments of the check functions.

A check is a function `steward_internal.check_<check_id>()` that returns rows of check_row. Its
comment is its registry row: the first paragraph describes it, the tags `title`, `category`,
`scope` (database or cluster), `mode` (runtime, or static: sees only the schema), `severity` or
`warning`, `critical`, `unit` and `direction` (above or below), `confidence` (exact or estimate),
`requires_role`, `requires_extension`, `runs_on` (both, primary or standby), `enabled` (false: only
after configure_health_check()), `remedy`, `fix_lock` (strongest lock that the fix takes), `fix_risk`
and `doc` say the rest.

@param checks Only these checks, by check_id; null means all.
@returns One row for each check, with the thresholds that are in force.
@access steward_reader
@example select check_id, warning, critical from steward_internal.health_check_registry();
$doc$;

revoke all on function steward_internal.health_check_registry(text[]) from public;
