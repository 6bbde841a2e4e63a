-- pgsteward: always
insert into public.test_schedules (
  id, organization_id, project_id, flow_id, user_id, name, schedule_type, cron_expression, run_interval, time_zone, browser, config, next_run_at
)
values
  ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000c1',
    '00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000b1', 'Checkout, each night', 'cron', '0 2 * * *', null,
    'Europe/Berlin', 'chromium', '{"notify": {"on": "failure", "channel": "#shop"}}', now() + interval '5 hours'),
  ('00000000-0000-4000-8000-0000000000e2', '00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-0000000000c3',
    '00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000b4', 'Appointments, four times an hour', 'interval', null,
    '15 minutes', 'UTC', 'firefox', '{"notify": {"on": "failure", "channel": "#portal"}}', now() + interval '9 minutes')
on conflict do nothing;

-- Five nights of the first, and the last hour of the second; one failed, and one goes on.
insert into public.scheduled_test_executions (
  schedule_id, organization_id, project_id, status, scheduled_for, steps_total, steps_passed, steps_failed, duration_ms, result,
  error_message, started_at, finished_at, created_at
)
select
  s.id, s.organization_id, s.project_id, r.status, r.scheduled_for, 4, case r.status when 'passed' then 4 when 'failed' then 3 else 1 end,
  (r.status = 'failed')::integer, case when r.status <> 'running' then 8200 + 310 * r.n end,
  case when r.status <> 'running' then jsonb_build_object('browser', s.browser, 'runner', 'runner-1') end,
  case when r.status = 'failed' then 'Expected text "Order confirmed", found "Please try again"' end,
  r.scheduled_for, case when r.status <> 'running' then r.scheduled_for + interval '9 seconds' end, r.scheduled_for
from public.test_schedules as s
inner join (
  select
    'e1' as schedule, n, case n when 2 then 'failed' else 'passed' end as status,
    date_trunc('day', now(), 'UTC') + interval '1 hour' - n * interval '24 hours' as scheduled_for
  from generate_series(1, 5) as n
  union all
  select
    'e2', n, case n when 0 then 'running' else 'passed' end,
    date_trunc('hour', now()) - n * interval '15 minutes'
  from generate_series(0, 4) as n
) as r on s.id = ('00000000-0000-4000-8000-0000000000' || r.schedule)::uuid
where not exists (select from public.scheduled_test_executions as e where e.schedule_id = s.id);

insert into public.browser_sessions (
  user_id, organization_id, project_id, execution_id, browser, browser_version, status, start_url, capabilities, action_count,
  recording_bytes, duration_ms, started_at, last_activity_at, finished_at, created_at
)
select
  s.user_id, e.organization_id, e.project_id, e.id, s.browser, case s.browser when 'firefox' then '133.0' else '131.0.6778' end,
  case e.status when 'running' then 'active' else 'closed' end, p.base_url, '{"headless": true}', 4,
  case when e.status <> 'running' then 180000 end, e.duration_ms, e.started_at, e.started_at, e.finished_at, e.created_at
from public.scheduled_test_executions as e
inner join public.test_schedules as s on s.id = e.schedule_id
inner join public.projects as p on p.id = e.project_id
where s.id in ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000e2')
  and not exists (select from public.browser_sessions as b where b.execution_id = e.id);

-- The queue is used as an application does: queued, claimed, and ended.
do $$
declare
  v_shop constant uuid := '00000000-0000-4000-8000-0000000000a1';
  v_job bigint;
begin
  if exists (select from public.job_queue as j where j.organization_id = v_shop) then
    return;
  end if;
  perform public.enqueue_job(
    'run_scheduled_test', jsonb_build_object('schedule', 'Checkout, each night', 'night', n), 'development', organization_id => v_shop
  )
  from generate_series(1, 3) as n;
  perform public.enqueue_job('send_report', '{"to": "ada@blue-harbor.example"}', 'mail', unique_key => 'weekly report', organization_id => v_shop);
  for v_job in
    select j.id from public.claim_jobs('development:1', 'development', 2) as j order by j.id
  loop
    if v_job % 2 = 0 then
      perform public.complete_job(v_job, 'development:1', '{"passed": 4}');
    else
      perform public.fail_job(v_job, 'development:1', 'Upstream answered 503 Service Unavailable');
    end if;
  end loop;
end
$$;

select public.refresh_performance_rollups();
