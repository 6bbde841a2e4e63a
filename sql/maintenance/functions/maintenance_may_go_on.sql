create or replace function steward_internal.maintenance_may_go_on(
  run_id bigint,
  step text,
  target text,
  deadline timestamptz
)
returns boolean
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_outcome text;
  v_message text;
begin
  if exists (
    select
    from steward.maintenance_steps as s
    where s.run_id = maintenance_may_go_on.run_id
      and s.sqlstate = '57014'
  ) then
    return false;
  elsif clock_timestamp() >= maintenance_may_go_on.deadline then
    v_outcome := 'partial_time';
    v_message := 'The time was over before this step.';
  elsif maintenance_may_go_on.step = 'analyze' and exists (
    select
    from steward.maintenance_steps as s
    where s.run_id = maintenance_may_go_on.run_id
      and s.step = 'retention'
      and s.rows > 0
      and to_regclass(s.target) in (
        select to_regclass(maintenance_may_go_on.target)
        union all
        select a.relid from pg_partition_ancestors(to_regclass(maintenance_may_go_on.target)) as a (relid)
      )
  ) then
    v_outcome := 'nothing_to_do';
    v_message := 'Left to VACUUM (ANALYZE) or the next run: PostgreSQL counts the rows that retention removed when this run is over.';
  else
    return true;
  end if;

  insert into steward.maintenance_steps (run_id, step, target, outcome, finished_at, message)
  values (
    maintenance_may_go_on.run_id, maintenance_may_go_on.step, maintenance_may_go_on.target, v_outcome, clock_timestamp(), v_message
  );
  return false;
end
$$;

comment on function steward_internal.maintenance_may_go_on(bigint, text, text, timestamptz) is $doc$
Tells whether a run of maintenance may begin its next step.

If not, its row says why. A table that retention of this run took rows from is not analyzed: a session's changes reach
the statistics when its CALL is over, so they would be counted a second time, and the table have 0 rows for every check.

@param run_id The run.
@param step The next step.
@param target What the step is about.
@param deadline When the run has to end; null means never.
@returns False if the time is over, somebody canceled a step, or the step has to wait for the end of this run.
@access steward_operator
@example select steward_internal.maintenance_may_go_on(0, 'history', 'maintenance', null);
$doc$;

revoke all on function steward_internal.maintenance_may_go_on(bigint, text, text, timestamptz) from public;
