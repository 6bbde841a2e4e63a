-- pgsteward: no-transaction
-- pgsteward: always
-- Ages fall with the square of the row number, so half of the rows are from the last 30 days of
-- 120; the newest 0.1 % are still open.
insert into public.ai_generations (
  id,
  user_id,
  organization_id,
  project_id,
  kind,
  provider,
  model,
  status,
  prompt,
  response,
  prompt_tokens,
  completion_tokens,
  cost_usd,
  duration_ms,
  rating,
  error_code,
  error_message,
  started_at,
  finished_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    greatest(
      20,
      round(100000 * coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1))
    )::bigint as row_count,
    (select count(*) from public.organizations) as organization_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['login', 'checkout', 'search', 'user profile', 'invoice list', 'password reset',
      'shopping cart', 'order history', 'team settings', 'file upload', 'date picker',
      'two-factor set-up', 'product filter'] as pages,
    array['test_flow', 'test_flow', 'test_flow', 'test_case', 'test_case', 'assertion',
      'selector_repair', 'test_data'] as kinds,
    array['northwind-large', 'northwind-small', 'northwind-small', 'open-coder-32b'] as models,
    array['northwind', 'northwind', 'northwind', 'self-hosted'] as providers,
    array['rate_limited', 'timeout', 'invalid_json', 'context_too_long'] as error_codes,
    array[
      'Too many requests: retry after 20 seconds',
      'No answer from the model within 60000 ms',
      'Answer is not valid JSON: unexpected end of input',
      'Prompt has 131842 tokens, the model takes 128000'
    ] as error_messages
),
answers as materialized (
  select array_agg(steps order by variant) as step_lists
  from (
    select
      variant,
      jsonb_agg(
        jsonb_build_object(
          'position', step,
          'action', (array['navigate', 'click', 'fill', 'assert_text', 'wait'])
            [1 + (variant * 3 + step * 7) % 5],
          'selector', '[data-test="' || (array['email', 'submit', 'total', 'menu', 'row', 'next'])
            [1 + (variant + step * 5) % 6] || '-' || (variant * 31 + step) || '"]',
          'reason', (array['opens the page under test', 'the visible label is stable',
            'the goal asks for this value', 'the list loads after a request'])
            [1 + (variant + step) % 4]
        )
        order by step
      ) as steps
    from generate_series(1, 64) as v (variant)
    cross join lateral generate_series(1, 2 + variant % 9) as s (step)
    group by variant
  ) as variants
),
draws as (
  select
    i,
    hashint8extended(i, 21) & 9223372036854775807 as h,
    (hashint8extended(i, 22) & 65535) / 65536.0::float8 as organization_draw,
    (hashint8extended(i, 23) & 65535) / 65536.0::float8 as user_draw,
    (row_count - i) / row_count::float8 as age_draw,
    i > row_count - greatest(2, row_count / 1000) as is_recent,
    settings.*
  from settings
  cross join lateral generate_series(1, row_count) as s (i)
  offset 0
),
choices as (
  select
    draws.*,
    floor(organization_count * organization_draw * organization_draw)::bigint as o,
    floor(25 * user_draw * user_draw)::bigint as member,
    i % 12 = 5 as is_personal,
    1 + h % 64 as variant,
    1 + (h >> 8) % 13 as page,
    1 + (h >> 14) % 4 as model_choice,
    1 + (h >> 18) % 4 as error_choice,
    case
      when is_recent then case when i % 3 = 0 then 'running' else 'queued' end
      when (h >> 24) % 100 < 90 then 'completed'
      when (h >> 24) % 100 < 97 then 'failed'
      else 'cancelled'
    end as status,
    180 + ((h >> 32) & 511)::integer as prompt_tokens,
    250 + ((h >> 41) & 1023)::integer as completion_tokens,
    800 + ((h >> 20) & 8191)::integer as duration_ms,
    case
      when is_recent then seed_now - make_interval(secs => (h % 600)::double precision)
      else seed_now - interval '15 minutes' - interval '2879 hours' * age_draw * age_draw
    end as created_at
  from draws
  offset 0
)
select
  md5('ai_generations:' || i)::uuid,
  md5('users:' || o + organization_count * member)::uuid,
  case when not is_personal then md5('organizations:' || o)::uuid end,
  case when not is_personal then md5('projects:' || o + organization_count * (i % 3))::uuid end,
  kinds[1 + (h >> 12) % 8],
  providers[model_choice],
  models[model_choice],
  status,
  jsonb_build_object(
    'goal', 'Check that the ' || pages[page] || ' page works for a returning customer',
    'url', 'https://app-' || o || '.example.com/' || replace(pages[page], ' ', '-'),
    'temperature', 0.2,
    'viewport', jsonb_build_object('width', 1280, 'height', 720),
    'constraints', jsonb_build_array(
      'use data-test attributes before text',
      'no fixed waits',
      'at most ' || 4 + variant % 9 || ' steps'
    )
  ),
  case
    when status = 'completed' then jsonb_build_object(
      'title', 'Returning customer: ' || pages[page] || ' #' || i,
      'finish_reason', 'stop',
      'confidence', 60 + h % 40,
      'request_id', md5('request:' || i),
      'steps', step_lists[variant]
    )
    when status = 'failed' then jsonb_build_object('finish_reason', 'error')
  end,
  case when not is_recent then prompt_tokens end,
  case when status = 'completed' then completion_tokens end,
  case
    when status = 'completed'
      then round((prompt_tokens * 3 + completion_tokens * 15) / (1000000.0 * model_choice), 6)
  end,
  case when not is_recent then duration_ms end,
  case when status = 'completed' and h % 9 = 0 then 1 + (h >> 5) % 5 end,
  case when status = 'failed' then error_codes[error_choice] end,
  case when status = 'failed' then error_messages[error_choice] end,
  case when status <> 'queued' then created_at + interval '200 milliseconds' end,
  case
    when not is_recent
      then created_at + interval '200 milliseconds' + interval '1 millisecond' * duration_ms
  end,
  created_at,
  case
    when is_recent then created_at
    else created_at + interval '200 milliseconds' + interval '1 millisecond' * duration_ms
  end
from choices
cross join answers;

select pg_stat_force_next_flush();

analyze public.ai_generations;
