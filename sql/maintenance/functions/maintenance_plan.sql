create or replace function steward_internal.maintenance_plan()
returns table (step text, target text, policy_relid oid, is_retention boolean)
language sql
stable
parallel unsafe
set search_path = pg_catalog, pg_temp
set jit = off
as $$
  with steps (position, priority, step, target, policy_relid, is_retention) as (
    select 1, p.priority, 'retention', n.name, to_regclass(n.name)::oid, to_regclass(n.name) is not null
    from steward.retention_policies as p
    cross join lateral (values (format('%I.%I', p.target_schema, p.target_table))) as n (name)
    where p.enabled
      and p.approved_at is not null
    union all
    select 2, rank() over (order by s.changed_share desc)::integer, 'analyze', s.qualified_name, null, false
    from steward_internal.stale_statistics() as s
    union all
    select 3, 0, 'history', substring(f.proname from '^purge_(.*)_history$'), null, false
    from pg_proc as f
    where f.pronamespace = 'steward_internal'::regnamespace
      and f.proname ~ '^purge_.*_history$'
      and f.pronargs = 0
      and f.prorettype = 'bigint'::regtype
    union all
    select 4, 0, 'cron history', 'cron.job_run_details', null, false
    where steward_internal.is_cron_here()
  )
  select s.step, s.target, s.policy_relid, s.is_retention
  from steps as s
  order by s.position, s.priority, s.target
$$;

comment on function steward_internal.maintenance_plan() is $doc$
Lists what `run_database_maintenance()` does, in its order.

Retention comes first, by the priority of the policies; then statistics that are out of date, the most changed tables first; then our own
history, each area's by its function `purge_<area>_history()`; then that of pg_cron.

@returns One row for each step.
@access steward_operator
@example select step, target from steward_internal.maintenance_plan();
$doc$;

revoke all on function steward_internal.maintenance_plan() from public;
