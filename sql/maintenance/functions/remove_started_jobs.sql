create or replace function steward_internal.remove_started_jobs()
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job_id bigint;
begin
  -- A job that is removed while it runs is cancelled.
  for v_job_id in execute format($sql$
    select j.jobid
    from %1$I.job as j
    cross join lateral steward_internal.zoned_cron_ticks(
      j.schedule, steward_internal.cron_timezone(), now()
    ) as t
    left join lateral (
      select d.status
      from %1$I.job_run_details as d
      where d.jobid = j.jobid
      order by d.runid desc
      limit 1
    ) as last on true
    where j.jobname::text like 'steward-once.%%'
      and j.database = current_database()
      and j.username = current_user
      and (
        last.status in ('succeeded', 'failed')
        or last.status is null
        and t.previous_tick < now() - interval '3 minutes'
        and t.next_tick > now() + interval '5 minutes'
      )
  $sql$, 'cron')
  loop
    execute format('select %I.unschedule(%s)', 'cron', v_job_id);
  end loop;
end
$$;

comment on function steward_internal.remove_started_jobs() is $doc$
Removes the jobs of `start_due_schedules()` that have run.

Those whose minute has passed without a run go, too; what is still due then gets another.

@returns Nothing.
@access steward_operator
@example select case when steward_internal.is_cron_here() then steward_internal.remove_started_jobs() end;
$doc$;

revoke all on function steward_internal.remove_started_jobs() from public;
