-- pgsteward: no-transaction
-- pgsteward: always
insert into public.job_queue (
  id,
  queue,
  job_type,
  status,
  priority,
  organization_id,
  user_id,
  project_id,
  payload,
  result,
  attempts,
  max_attempts,
  run_at,
  locked_by,
  locked_until,
  started_at,
  finished_at,
  duration_ms,
  error_message,
  created_at,
  updated_at
)
with settings as materialized (
  select
    greatest(
      40,
      round(200000 * coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1))
    )::bigint as row_count,
    (select count(*) from public.organizations) as organization_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['tests', 'tests', 'tests', 'ai', 'ai', 'media', 'mail', 'housekeeping'] as queues,
    array['run_scheduled_test', 'run_scheduled_test', 'run_flow', 'generate_test',
      'repair_selector', 'encode_recording', 'send_report', 'expire_session'] as job_types,
    array[
      'Worker lost its connection',
      'Upstream answered 503 Service Unavailable',
      'Job ran longer than 300000 ms'
    ] as error_messages
),
draws as (
  select
    i,
    hashint8extended(i, 61) & 9223372036854775807 as h,
    (hashint8extended(i, 62) & 65535) / 65536.0::float8 as organization_draw,
    (row_count - i) / row_count::float8 as age_draw,
    i > row_count - greatest(4, row_count / 200) as is_recent,
    settings.*
  from settings
  cross join lateral generate_series(1, row_count) as s (i)
  offset 0
),
choices as (
  select
    draws.*,
    floor(organization_count * organization_draw * organization_draw)::bigint as o,
    (1 + h % 8)::integer as job,
    case
      when is_recent then case when i % 25 = 0 then 'running' else 'queued' end
      when (h >> 8) % 100 < 92 then 'completed'
      when (h >> 8) % 100 < 98 then 'dead'
      else 'cancelled'
    end as status,
    50 + ((h >> 16) & 16383)::integer as duration_ms,
    case
      when is_recent then seed_now - make_interval(secs => (h % 900)::double precision)
      else seed_now - interval '20 minutes' - interval '2879 hours' * age_draw * age_draw
    end as created_at
  from draws
  offset 0
)
select
  i,
  queues[job],
  job_types[job],
  status,
  case when job = 7 then 50 when job = 8 then 200 else 100 end,
  case when job < 8 then md5('organizations:' || o)::uuid end,
  case when job in (3, 4) then md5('users:' || o + organization_count * (h % 25))::uuid end,
  case when job < 6 then md5('projects:' || o + organization_count * (i % 3))::uuid end,
  jsonb_build_object(
    'target', md5('target:' || i),
    'trace', left(md5('trace:' || i), 16),
    'options', jsonb_build_object('retry', h % 3, 'notify', job = 7)
  ),
  case when status = 'completed' then jsonb_build_object('ok', true) end,
  case status
    when 'dead' then 5
    when 'queued' then 0
    when 'cancelled' then 0
    else 1 + (h % 25 = 0)::integer
  end,
  5,
  created_at,
  case when status not in ('queued', 'cancelled') then 'worker-' || h % 6 || ':' || 1000 + h % 40
  end,
  case when status = 'running' then seed_now + interval '5 minutes' end,
  case when status not in ('queued', 'cancelled') then created_at + interval '1 second' end,
  case
    when not is_recent
      then created_at + interval '1 second' + interval '1 millisecond' * duration_ms
  end,
  case when status in ('completed', 'dead') then duration_ms end,
  case when status = 'dead' then error_messages[1 + h % 3] end,
  created_at,
  case
    when is_recent then created_at
    else created_at + interval '1 second' + interval '1 millisecond' * duration_ms
  end
from choices;

select setval('public.job_queue_id_seq', max(id)) as last_id
from public.job_queue;

select pg_stat_force_next_flush();

analyze public.job_queue;
