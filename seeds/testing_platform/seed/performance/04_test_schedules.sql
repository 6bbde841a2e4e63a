-- pgsteward: no-transaction
-- pgsteward: always
insert into public.test_schedules (
  id,
  organization_id,
  project_id,
  flow_id,
  user_id,
  name,
  schedule_type,
  cron_expression,
  run_interval,
  time_zone,
  is_enabled,
  browser,
  retry_limit,
  config,
  last_run_at,
  next_run_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    greatest(
      4,
      round(2000 * coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1))
    )::bigint as row_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['0 2 * * *', '*/30 * * * *', '15 6 * * 1-5', '0 */4 * * *', '0 0 1 * *'] as crons,
    array['UTC', 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'] as time_zones,
    array['chromium', 'chromium', 'chromium', 'firefox', 'webkit'] as browsers
),
flows as (
  select
    f.*,
    row_number() over (order by f.status collate "C", f.id) as n
  from public.visual_test_flows as f
)
select
  md5('test_schedules:' || n)::uuid,
  f.organization_id,
  f.project_id,
  f.id,
  f.user_id,
  'Scheduled: ' || f.name,
  schedule_type,
  case when schedule_type = 'cron' then crons[1 + n % 5] end,
  case when schedule_type = 'interval' then interval '30 minutes' * (1 + n % 12) end,
  time_zones[1 + n % 5],
  is_enabled,
  browsers[1 + (n * 7) % 5],
  n % 3,
  jsonb_build_object(
    'viewport', f.config -> 'viewport',
    'notify', jsonb_build_object('on', 'failure', 'channel', '#qa-' || n % 40)
  ),
  seed_now - make_interval(mins => (20 + n % 60)::integer),
  case when is_enabled then seed_now + make_interval(mins => (1 + n % 240)::integer) end,
  seed_now - make_interval(hours => 24 * (120 + (n % 5)::integer)),
  seed_now - make_interval(hours => 24 * (n % 40)::integer)
from settings
cross join lateral (select * from flows where n <= row_count) as f
cross join lateral (
  select
    case when n % 6 = 5 then 'interval' else 'cron' end as schedule_type,
    n % 14 <> 3 as is_enabled
) as c
order by n;

select pg_stat_force_next_flush();

analyze public.test_schedules;

insert into public.scheduled_test_executions (
  id,
  schedule_id,
  organization_id,
  project_id,
  triggered_by,
  trigger_source,
  status,
  attempt,
  scheduled_for,
  steps_total,
  steps_passed,
  steps_failed,
  duration_ms,
  result,
  error_message,
  started_at,
  finished_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    greatest(
      40,
      round(60000 * coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1))
    )::bigint as row_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now
),
schedules as (
  select
    s.*,
    row_number() over (order by s.id) - 1 as n
  from public.test_schedules as s
),
schedule_arrays as materialized (
  select
    count(*) as schedule_count,
    array_agg(s.id order by n) as ids,
    array_agg(s.organization_id order by n) as organization_ids,
    array_agg(s.project_id order by n) as project_ids,
    array_agg(s.user_id order by n) as user_ids,
    array_agg(f.step_count::integer order by n) as step_counts,
    array_agg(s.browser order by n) as browsers
  from schedules as s
  cross join lateral (
    select count(*) as step_count
    from public.visual_test_steps as t
    where t.flow_id = s.flow_id
  ) as f
),
draws as (
  select
    i,
    row_count,
    seed_now,
    (1 + i % schedule_count)::integer as s,
    hashint8extended(i, 41) & 9223372036854775807 as h,
    i > row_count - greatest(2, row_count / 1000) as is_recent,
    (row_count - i) / row_count::float8 as age_draw
  from settings
  cross join schedule_arrays
  cross join lateral generate_series(1, row_count) as g (i)
  offset 0
),
choices as (
  select
    draws.*,
    step_counts[s] as steps_total,
    ids,
    organization_ids,
    project_ids,
    user_ids,
    browsers,
    case
      when is_recent then case when i % 2 = 0 then 'running' else 'queued' end
      when h % 100 < 90 then 'passed'
      when h % 100 < 97 then 'failed'
      when h % 100 < 99 then 'error'
      else 'cancelled'
    end as status,
    case when (h >> 8) % 20 = 0 then 'manual' when (h >> 8) % 20 = 1 then 'api' else 'schedule' end
      as trigger_source,
    3000 + ((h >> 16) & 65535)::integer as duration_ms,
    date_trunc(
      'minute',
      case
        when is_recent
          then seed_now - interval '1 minute' - interval '1 second' * least(row_count - i, 900)
        else seed_now - interval '20 minutes' - interval '2879 hours' * age_draw * age_draw
      end,
      'UTC'
    ) as scheduled_for
  from draws
  cross join schedule_arrays
  offset 0
)
select
  i,
  ids[s],
  organization_ids[s],
  project_ids[s],
  case when trigger_source = 'manual' then user_ids[s] end,
  trigger_source,
  status,
  1,
  scheduled_for,
  steps_total,
  case
    when status = 'passed' then steps_total
    when status = 'failed' then (h >> 40) % steps_total
    else 0
  end,
  case when status = 'failed' then 1 else 0 end,
  case when not is_recent then duration_ms end,
  case
    when not is_recent then jsonb_build_object(
      'browser', browsers[s],
      'runner', 'runner-' || h % 12,
      'retries', (h >> 4) % 3,
      'video', 'recordings/' || i || '.webm',
      'timings_ms', jsonb_build_object(
        'start', 300 + (h >> 20) % 900,
        'steps', duration_ms,
        'upload', 100 + (h >> 28) % 500
      )
    )
  end,
  case
    when status = 'failed' then 'Expected text "Order confirmed", found "Please try again"'
    when status = 'error' then 'Browser closed: target page crashed'
  end,
  case when status <> 'queued' then scheduled_for + interval '3 seconds' end,
  case
    when not is_recent
      then scheduled_for + interval '3 seconds' + interval '1 millisecond' * duration_ms
  end,
  scheduled_for + interval '1 second' * (h % 3),
  case
    when is_recent then scheduled_for + interval '3 seconds'
    else scheduled_for + interval '3 seconds' + interval '1 millisecond' * duration_ms
  end
from choices;

select setval('public.scheduled_test_executions_id_seq', max(id)) as last_id
from public.scheduled_test_executions;

select pg_stat_force_next_flush();

analyze public.scheduled_test_executions;
