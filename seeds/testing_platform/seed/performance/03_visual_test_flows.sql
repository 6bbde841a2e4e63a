-- pgsteward: no-transaction
-- pgsteward: always
insert into public.visual_test_flows (
  id,
  organization_id,
  project_id,
  user_id,
  generation_id,
  name,
  description,
  status,
  version,
  tags,
  config,
  archived_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    greatest(
      5,
      round(5000 * coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1))
    )::bigint as row_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['smoke', 'regression', 'checkout', 'accounts', 'mobile'] as labels
),
generated as (
  select
    g.*,
    row_number() over (order by md5(g.id::text)::uuid) as n
  from public.ai_generations as g
  where g.status = 'completed'
    and g.project_id is not null
    and g.kind in ('test_flow', 'test_case')
)
select
  md5('visual_test_flows:' || n)::uuid,
  g.organization_id,
  g.project_id,
  g.user_id,
  case when n % 4 <> 0 then g.id end,
  g.response ->> 'title',
  g.prompt ->> 'goal',
  c.status,
  1 + n % 7,
  array[labels[1 + n % 5], labels[1 + (n + 2) % 5]] || case when n % 97 = 0 then array['flaky'] else '{}' end,
  jsonb_build_object(
    'browser', 'chromium',
    'viewport', g.prompt -> 'viewport',
    'retries', n % 3,
    'variables', jsonb_build_object('base_url', g.prompt ->> 'url', 'user', 'qa-' || n % 20)
  ),
  case when c.status = 'archived' then changed_at end,
  g.finished_at,
  changed_at
from settings
cross join lateral (select * from generated where n <= row_count) as g
cross join lateral (
  select case when n % 10 = 0 then 'draft' when n % 10 = 1 then 'archived' else 'active' end
) as c (status)
cross join lateral (
  select g.finished_at + interval '1 second'
    * (extract(epoch from seed_now - g.finished_at)::double precision * 0.5)
) as t (changed_at)
order by n;

select pg_stat_force_next_flush();

analyze public.visual_test_flows;

insert into public.visual_test_steps (
  id,
  flow_id,
  organization_id,
  position,
  action,
  selector,
  value,
  config,
  timeout_ms,
  is_optional,
  created_at,
  updated_at
)
with flows as (
  select
    f.*,
    3 + (hashint8extended(row_number() over (order by f.created_at, f.id), 31) & 1023) % 11
      as step_count
  from public.visual_test_flows as f
)
select
  row_number() over (order by f.created_at, f.id, step),
  f.id,
  f.organization_id,
  step,
  action::public.visual_test_step_action,
  case when action not in ('navigate', 'wait', 'screenshot') then
    '[data-test="' || (array['email', 'password', 'submit', 'total', 'menu', 'row', 'next'])
      [1 + step % 7] || '-' || step || '"]'
  end,
  case action
    when 'navigate' then f.config #>> '{variables,base_url}'
    when 'fill' then (array['qa@example.com', 'correct horse', '42', '2026-01-31'])[1 + step % 4]
    when 'press' then 'Enter'
    when 'assert_text' then (array['Welcome back', 'Order confirmed', 'Saved'])[1 + step % 3]
  end,
  jsonb_build_object(
    'fallbacks', jsonb_build_array('text=Step ' || step, 'role=button >> nth=' || step % 4),
    'tolerance', case when action = 'screenshot' then 0.02 else 0 end
  ),
  case when action = 'wait' then 30000 else 5000 end,
  action = 'hover',
  f.created_at,
  f.updated_at
from flows as f
cross join lateral generate_series(1, f.step_count::integer) as s (step)
cross join lateral (
  select case
    when step = 1 then 'navigate'
    when step = f.step_count then 'assert_text'
    else (array['click', 'fill', 'click', 'fill', 'select', 'hover', 'press', 'wait',
      'assert_visible', 'screenshot'])
      [1 + (hashint8extended(step + 100 * f.step_count, 32) & 1023) % 10]
  end
) as a (action)
order by 1;

select setval('public.visual_test_steps_id_seq', max(id)) as last_id
from public.visual_test_steps;

select pg_stat_force_next_flush();

analyze public.visual_test_steps;
