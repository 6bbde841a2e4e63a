-- pgsteward: always
insert into public.ai_generations (
  id, user_id, organization_id, project_id, kind, provider, model, status, prompt, response, prompt_tokens, completion_tokens,
  cost_usd, duration_ms, rating, error_code, error_message, started_at, finished_at, created_at
)
values
  ('00000000-0000-4000-8000-0000000000f1', '00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000a1',
    '00000000-0000-4000-8000-0000000000c1', 'test_flow', 'northwind', 'northwind-large', 'completed',
    '{"goal": "A returning customer pays with the card on file", "url": "https://shop.blue-harbor.example/checkout"}',
    '{"title": "Checkout with the card on file", "confidence": 93, "request_id": "req-1"}',
    412, 988, 0.016056, 4210, 5, null, null, now() - interval '3 days', now() - interval '3 days' + interval '4.21 seconds', now() - interval '3 days'),
  ('00000000-0000-4000-8000-0000000000f2', '00000000-0000-4000-8000-0000000000b4', '00000000-0000-4000-8000-0000000000a2',
    '00000000-0000-4000-8000-0000000000c3', 'test_flow', 'northwind', 'northwind-small', 'completed',
    '{"goal": "A patient moves an appointment to another day", "url": "https://portal.cedar-health.example/appointments"}',
    '{"title": "Move an appointment", "confidence": 81, "request_id": "req-2"}',
    377, 640, 0.005366, 2890, 4, null, null, now() - interval '2 days', now() - interval '2 days' + interval '2.89 seconds', now() - interval '2 days'),
  ('00000000-0000-4000-8000-0000000000f3', '00000000-0000-4000-8000-0000000000b2', '00000000-0000-4000-8000-0000000000a1',
    '00000000-0000-4000-8000-0000000000c1', 'selector_repair', 'self-hosted', 'open-coder-32b', 'failed',
    '{"goal": "Find the total again after the redesign", "url": "https://shop.blue-harbor.example/cart"}', null,
    350, null, null, 60000, null, 'timeout', 'No answer from the model within 60000 ms',
    now() - interval '5 hours', now() - interval '5 hours' + interval '60 seconds', now() - interval '5 hours'),
  ('00000000-0000-4000-8000-0000000000f4', '00000000-0000-4000-8000-0000000000b5', null, null, 'test_case', 'northwind',
    'northwind-small', 'running', '{"goal": "Sign in with a code", "url": "https://demo.example/login"}', null, null, null, null, null, null,
    null, null, now() - interval '3 seconds', null, now() - interval '4 seconds')
on conflict do nothing;

insert into public.visual_test_flows (
  id, organization_id, project_id, user_id, generation_id, name, description, status, tags, config
)
values
  ('00000000-0000-4000-8000-0000000000d1', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000c1',
    '00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000f1', 'Checkout with the card on file',
    'The most important path of the shop', 'active', '{smoke,checkout}', '{"browser": "chromium", "retries": 1}'),
  ('00000000-0000-4000-8000-0000000000d2', '00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-0000000000c3',
    '00000000-0000-4000-8000-0000000000b4', '00000000-0000-4000-8000-0000000000f2', 'Move an appointment',
    'From the list, to a day with free slots', 'active', '{regression}', '{"browser": "firefox", "retries": 0}'),
  ('00000000-0000-4000-8000-0000000000d3', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000c1',
    '00000000-0000-4000-8000-0000000000b2', null, 'Search without results', null, 'draft', '{}', '{}')
on conflict do nothing;

insert into public.visual_test_steps (flow_id, organization_id, position, action, selector, value)
select f.id, f.organization_id, s.position, s.action::public.visual_test_step_action, s.selector, s.value
from public.visual_test_flows as f
inner join (
  values
    ('d1', 1, 'navigate', null, 'https://shop.blue-harbor.example/checkout'),
    ('d1', 2, 'click', '[data-test="card-on-file"]', null),
    ('d1', 3, 'click', '[data-test="pay"]', null),
    ('d1', 4, 'assert_text', '[data-test="headline"]', 'Order confirmed'),
    ('d2', 1, 'navigate', null, 'https://portal.cedar-health.example/appointments'),
    ('d2', 2, 'click', '[data-test="appointment-1"] >> text=Move', null),
    ('d2', 3, 'select', '[data-test="day"]', 'Thursday'),
    ('d2', 4, 'assert_text', '[data-test="toast"]', 'Your appointment was moved'),
    ('d3', 1, 'navigate', null, 'https://shop.blue-harbor.example/search?q=xyzzy')
) as s (flow, position, action, selector, value) on f.id = ('00000000-0000-4000-8000-0000000000' || s.flow)::uuid
on conflict do nothing;
