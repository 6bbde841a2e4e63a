create or replace function steward.preview_database_maintenance()
returns table (step text, target text, rows bigint, duration interval, message text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
set lock_timeout = '1s'
as $$
declare
  v_step record;
begin
  for v_step in
    select p.* from steward_internal.maintenance_plan() as p
  loop
    step := v_step.step;
    target := v_step.target;
    rows := null;
    duration := null;
    message := null;
    statement := null;
    begin
      select v.expired_rows, v.duration, nullif(array_to_string(v.problems, ' '), ''), v.statement
      into rows, duration, message, statement
      from steward.preview_retention(v_step.policy_relid) as v
      where v_step.is_retention;
    exception
      -- What cannot be looked at does not hide the rest.
      when others then
        message := sqlerrm;
    end;
    return next;
  end loop;

  return query
  select 'concurrently', p.target, null::bigint, null::interval, p.reason, p.statement
  from steward.plan_table_maintenance() as p;
end
$$;

comment on function steward.preview_database_maintenance() is $doc$
Shows what `run_database_maintenance()` would do now, and changes nothing.

The steps `concurrently` are those of `plan_table_maintenance()`, which no procedure can run and `pgsteward maintain
--concurrently` does afterwards.

@area maintenance
@returns One row for each step, in order; for retention the rows that would go, the time that is estimated, and what stands in the way.
@access steward_operator
@example select step, target, rows, message from preview_database_maintenance();
$doc$;

revoke all on function steward.preview_database_maintenance() from public;
