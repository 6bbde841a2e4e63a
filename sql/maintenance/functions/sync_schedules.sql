create or replace function steward.sync_schedules(dry_run boolean default false)
returns table (schedule text, action text, statement text)
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step record;
begin
  perform steward_internal.assert_not_null(
    'steward.sync_schedules', jsonb_build_object('dry_run', sync_schedules.dry_run)
  );
  perform pg_advisory_xact_lock(20985, 1);
  for v_step in
    select p.* from steward_internal.plan_schedules() as p order by p.name
  loop
    if v_step.statement is not null and not sync_schedules.dry_run then
      execute v_step.statement;
    end if;
    return query select v_step.name, v_step.action, v_step.statement;
  end loop;
  -- Even if nothing was to do: the launcher may have missed what made the jobs.
  if not sync_schedules.dry_run then
    perform steward_internal.wake_scheduler();
  end if;
end
$$;

comment on function steward.sync_schedules(boolean) is $doc$
Makes the jobs of pg_cron equal to the table `schedules`.

Missing jobs are created, changed or inactive ones put right, jobs of the caller whose schedule is
gone or paused are removed; jobs that are not pgsteward's are never touched. A job of another role, or one in
another database that has the name, is left as it is, and its row says whose it is. The launcher of pg_cron is made to read its jobs
again, also where none differs. Without pg_cron nothing is
done and `pgsteward worker` runs the schedules; for pg_cron in another database there is
`pgsteward schedule apply --cron-database-url`.

@area maintenance
@param dry_run True only lists what would be done.
@returns One row for each schedule: the action (create, update, activate, deactivate, remove, none, is owned by a role, is in a database, left to somebody) and its statement.
@error 22004 dry_run is null.
@access steward_operator
@example select schedule, action from sync_schedules(dry_run => true);
$doc$;

revoke all on function steward.sync_schedules(boolean) from public;
