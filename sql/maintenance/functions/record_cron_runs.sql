create or replace function steward_internal.record_cron_runs()
returns void
language plpgsql
volatile
parallel unsafe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_run_id bigint;
  v_pid integer;
  v_started_at timestamptz;
  v_name text;
  v_cron text;
  v_is_once boolean;
begin
  -- What was still starting at the last look may be just below the last run that was recorded.
  for v_run_id, v_pid, v_started_at, v_name, v_cron, v_is_once in execute format($sql$
    select d.runid, d.job_pid, coalesce(d.start_time, d.end_time, now()) as started_at, s.name, s.cron,
      j.jobname::text = 'steward-once.' || s.name as is_once
    from %1$I.job_run_details as d
    inner join %1$I.job as j on j.jobid = d.jobid
    inner join steward.schedules as s on j.jobname::text in ('steward.' || s.name, 'steward-once.' || s.name)
    where d.runid > coalesce(
        (select max(r.cron_run_id) - 100 from steward.schedule_runs as r),
        (select max(newest.runid) - 1000 from %1$I.job_run_details as newest)
      )
      and j.database = current_database()
      and not steward_internal.is_transactional_command(s.command)
      and s.command <> 'call steward.watch_schedules()'
      and (d.status in ('succeeded', 'failed') or d.status = 'running' and d.start_time is not null)
      and not exists (select from steward.schedule_runs as r where r.cron_run_id = d.runid)
    order by d.runid
  $sql$, 'cron')
  loop
    if v_is_once then
      update steward.schedule_runs as r
      set cron_run_id = v_run_id,
        pid = v_pid,
        started_at = v_started_at,
        status = 'running'
      where r.name = v_name
        and r.worker = 'pg_cron'
        and r.cron_run_id is null
        and r.status in ('running', 'interrupted');
    else
      insert into steward.schedule_runs (name, scheduled_for, started_at, worker, pid, cron_run_id)
      select v_name, coalesce(t.previous_tick, v_started_at), v_started_at, 'pg_cron',
        v_pid, v_run_id
      from steward_internal.zoned_cron_ticks(v_cron, steward_internal.cron_timezone(), v_started_at) as t
      on conflict do nothing;
    end if;
  end loop;

  execute format($sql$
    update steward.schedule_runs as r
    set status = d.status,
      finished_at = coalesce(d.end_time, d.start_time, now()),
      message = case d.status when 'failed' then d.return_message end
    from %I.job_run_details as d
    where d.runid = r.cron_run_id
      and (r.status = 'running' and d.status in ('succeeded', 'failed')
        -- It had ended when its session was gone, and pg_cron had not yet said so.
        or r.status = 'interrupted' and d.status = 'succeeded')
  $sql$, 'cron');
  perform steward_internal.settle_one_shots();
  perform steward_internal.purge_schedule_runs();
end
$$;

comment on function steward_internal.record_cron_runs() is $doc$
Copies into the ledger what pg_cron ran by itself.

That are the commands that `run_schedule()` cannot execute. The watchdog does not record itself.

@returns Nothing.
@access steward_operator
@example select case when steward_internal.is_cron_here() then steward_internal.record_cron_runs() end;
$doc$;

revoke all on function steward_internal.record_cron_runs() from public;
