create or replace function steward_internal.compare_runs(
  target regclass, floor_role name, floor_statement text, policy_role name, policy_statement text, seconds double precision
)
returns table (
  floor_ms double precision, policy_ms double precision, runs integer,
  floor_plan text, policy_plan text, floor_uses_index boolean, policy_uses_index boolean
)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_began timestamptz := clock_timestamp();
  v_floor double precision[] := array[]::double precision[];
  v_policy double precision[] := array[]::double precision[];
begin
  select p.plan_text, p.uses_index
  into floor_plan, floor_uses_index
  from steward_internal.plan_of(compare_runs.target, compare_runs.floor_role, compare_runs.floor_statement) as p;
  select p.plan_text, p.uses_index
  into policy_plan, policy_uses_index
  from steward_internal.plan_of(compare_runs.target, compare_runs.policy_role, compare_runs.policy_statement) as p;

  -- The first pair fetches what is not in memory yet, and counts only if there is no time for another.
  perform steward_internal.timed_run(compare_runs.floor_role, compare_runs.floor_statement);
  for v_pair in 0..100 loop
    v_floor := v_floor || steward_internal.timed_run(compare_runs.floor_role, compare_runs.floor_statement);
    v_policy := v_policy || steward_internal.timed_run(compare_runs.policy_role, compare_runs.policy_statement);
    exit when clock_timestamp() > v_began + make_interval(secs => compare_runs.seconds);
  end loop;
  runs := greatest(cardinality(v_floor) - 1, 1);
  select percentile_cont(0.5) within group (order by m.floor), percentile_cont(0.5) within group (order by m.policy)
  into floor_ms, policy_ms
  from unnest(v_floor, v_policy) with ordinality as m (floor, policy, place)
  where m.place > cardinality(v_floor) - runs;
  return next;
end
$$;

comment on function steward_internal.compare_runs(regclass, name, text, name, text, double precision) is $doc$
Runs two statements in turns, and compares their medians and plans.

@param target The table whose indexes are looked for in the plans.
@param floor_role The role of the statement that is compared with.
@param floor_statement The statement that is compared with.
@param policy_role The role of the other.
@param policy_statement The other.
@param seconds After so long no further pair is begun.
@returns Medians in milliseconds, how many pairs they are of, and the plans.
@access steward_admin
@example begin; select runs > 0 from steward_internal.compare_runs('steward.settings', current_user, 'select 1', current_user, 'select 2', 0); rollback;
$doc$;

revoke all on function steward_internal.compare_runs(regclass, name, text, name, text, double precision) from public;
