-- pgsteward: always
-- Two customers, on a quiet day. The last digits of an id tell what it is: a0.. organizations, b0.. people, c0.. projects, d0..
-- flows, e0.. schedules, f0.. generations. What is there already stays as it is.
insert into public.organizations (id, name, slug, plan, monthly_token_limit, settings)
values
  ('00000000-0000-4000-8000-0000000000a1', 'Blue Harbor Retail', 'blue-harbor', 'team', 5000000, '{"default_browser": "chromium"}'),
  ('00000000-0000-4000-8000-0000000000a2', 'Cedar Health', 'cedar-health', 'enterprise', null, '{"default_browser": "firefox", "sso": true}')
on conflict do nothing;

insert into public.users (id, email, display_name, locale, last_seen_at)
values
  ('00000000-0000-4000-8000-0000000000b1', 'ada@blue-harbor.example', 'Ada Almeida', 'en', now() - interval '4 minutes'),
  ('00000000-0000-4000-8000-0000000000b2', 'bruno@blue-harbor.example', 'Bruno Brandt', 'de', now() - interval '2 hours'),
  ('00000000-0000-4000-8000-0000000000b3', 'chiara@cedar-health.example', 'Chiara Costa', 'en', now() - interval '1 day'),
  ('00000000-0000-4000-8000-0000000000b4', 'deniz@cedar-health.example', 'Deniz Dubois', 'fr', now() - interval '20 minutes'),
  ('00000000-0000-4000-8000-0000000000b5', 'elif@freelance.example', 'Elif Eriksen', 'en', null)
on conflict do nothing;

insert into public.organization_members (org_id, user_id, role)
values
  ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1', 'owner'),
  ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b2', 'editor'),
  ('00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-0000000000b3', 'owner'),
  ('00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-0000000000b4', 'editor'),
  ('00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b5', 'viewer'),
  ('00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-0000000000b5', 'viewer')
on conflict do nothing;

insert into public.projects (id, organization_id, user_id, name, slug, base_url, status, archived_at)
values
  ('00000000-0000-4000-8000-0000000000c1', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1', 'Web shop', 'web-shop', 'https://shop.blue-harbor.example', 'active', null),
  ('00000000-0000-4000-8000-0000000000c2', '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1', 'Old web shop', 'old-web-shop', 'https://old.blue-harbor.example', 'archived', now() - interval '30 days'),
  ('00000000-0000-4000-8000-0000000000c3', '00000000-0000-4000-8000-0000000000a2', '00000000-0000-4000-8000-0000000000b3', 'Patient portal', 'patient-portal', 'https://portal.cedar-health.example', 'active', null)
on conflict do nothing;

insert into public.api_keys (organization_id, user_id, name, key_prefix, key_hash, scopes, expires_at)
values (
  '00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1', 'Continuous integration', 'tp_dev',
  encode(sha256('tp_development_key'), 'hex'), '{flows:run,flows:read}', now() + interval '90 days'
)
on conflict do nothing;
