-- pgsteward: no-transaction
-- pgsteward: always
-- Three sessions in five belong to a scheduled run, the others were opened by a person; one person
-- in eight of those works in a personal workspace.
insert into public.browser_sessions (
  id,
  user_id,
  organization_id,
  project_id,
  execution_id,
  browser,
  browser_version,
  status,
  viewport_width,
  viewport_height,
  device_scale_factor,
  start_url,
  capabilities,
  storage_state,
  action_count,
  recording_bytes,
  duration_ms,
  error_message,
  started_at,
  last_activity_at,
  finished_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    greatest(
      30,
      round(50000 * coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1))
    )::bigint as row_count,
    (select count(*) from public.organizations) as organization_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    (select count(*) from public.scheduled_test_executions) as execution_count,
    array['chromium', 'chromium', 'chromium', 'chromium', 'firefox', 'webkit'] as browsers,
    array[1280, 1280, 1920, 390] as widths,
    array[720, 720, 1080, 844] as heights
),
draws as (
  select
    i,
    hashint8extended(i, 51) & 9223372036854775807 as h,
    (hashint8extended(i, 52) & 65535) / 65536.0::float8 as organization_draw,
    (row_count - i) / row_count::float8 as age_draw,
    i > row_count - greatest(2, row_count / 1000) as is_recent,
    case
      when i % 5 < 3 then (i * execution_count + row_count - 1)
        / row_count
    end as wanted_execution_id,
    settings.*
  from settings
  cross join lateral generate_series(1, row_count) as s (i)
),
choices as (
  select
    d.*,
    e.id as execution_id,
    coalesce(s.organization_id, md5('organizations:' || o)::uuid) as organization_id,
    coalesce(
      s.project_id,
      md5('projects:' || o + organization_count * (d.i % 3))::uuid
    ) as project_id,
    coalesce(
      s.user_id,
      md5('users:' || o + organization_count * ((d.h >> 10) % 25))::uuid
    ) as user_id,
    e.id is null and d.h % 8 = 0 as is_personal,
    coalesce(s.browser, browsers[1 + d.h % 6]) as browser,
    (1 + (d.h >> 4) % 4)::integer as viewport,
    case
      when is_recent then case when d.i % 4 = 0 then 'starting' else 'active' end
      when (d.h >> 16) % 100 < 90 then 'closed'
      when (d.h >> 16) % 100 < 94 then 'failed'
      else 'expired'
    end as status,
    coalesce(e.duration_ms, 5000 + ((d.h >> 24) & 262143)::integer) as duration_ms,
    coalesce(
      e.created_at,
      case
        when is_recent then seed_now - make_interval(secs => (d.h % 600)::double precision)
        else seed_now - interval '20 minutes' - interval '2879 hours' * age_draw * age_draw
      end
    ) as created_at
  from draws as d
  cross join lateral (
    select floor(organization_count * organization_draw * organization_draw)::bigint as o
  ) as c
  left join public.scheduled_test_executions as e
    on e.id = d.wanted_execution_id
    and e.finished_at is not null
    and not d.is_recent
  left join public.test_schedules as s
    on s.id = e.schedule_id
  order by d.i
)
select
  md5('browser_sessions:' || i)::uuid,
  user_id,
  case when not is_personal then organization_id end,
  case when not is_personal then project_id end,
  execution_id,
  browser,
  case browser when 'chromium' then '131.0.6778' when 'firefox' then '133.0' else '18.2' end,
  status,
  widths[viewport],
  heights[viewport],
  case when viewport = 4 then 3 else 1 end,
  'https://app-' || h % 120 || '.example.com/',
  jsonb_build_object(
    'headless', execution_id is not null,
    'locale', 'en-US',
    'time_zone', 'UTC',
    'proxy', 'pool-' || h % 9,
    'touch', viewport = 4
  ),
  case when status = 'closed' and h % 3 = 0 then jsonb_build_object(
    'cookies', jsonb_build_array(
      jsonb_build_object('name', 'session', 'value', md5('cookie:' || i), 'httpOnly', true)
    ),
    'origins', jsonb_build_array()
  ) end,
  (h >> 32) % 90,
  case when status = 'closed' then duration_ms * 21::bigint end,
  case when not is_recent then duration_ms end,
  case when status = 'failed' then 'Navigation failed: net::ERR_CONNECTION_RESET' end,
  case when status <> 'starting' then created_at + interval '1 second' end,
  case
    when status = 'starting' then null
    when is_recent then created_at + interval '1 second'
    else created_at + interval '1 millisecond' * duration_ms
  end,
  case
    when not is_recent
      then created_at + interval '1 second' + interval '1 millisecond' * duration_ms
  end,
  created_at,
  case
    when is_recent then created_at
    else created_at + interval '1 second' + interval '1 millisecond' * duration_ms
  end
from choices;

select pg_stat_force_next_flush();

analyze public.browser_sessions;
