-- pgsteward: no-transaction
-- pgsteward: always
-- Organization o (0, 1, ...) has the users o + organizations * j and the projects o +
-- organizations * k, whose ids are md5 of their number: later files find them without a join. The
-- forced flush before each analyze keeps late counters from making the table look unanalyzed.
insert into public.organizations (
  id,
  name,
  slug,
  plan,
  monthly_token_limit,
  settings,
  created_at,
  updated_at
)
with settings as materialized (
  select
    coalesce(nullif(current_setting('seed.scale', true), '')::numeric, 1) as scale,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['Acme', 'Blue Harbor', 'Cedar', 'Delta Works', 'Everline', 'Foxglove', 'Granite',
      'Highland'] as first_words,
    array['Software', 'Retail', 'Health', 'Logistics', 'Bank'] as second_words
)
select
  md5('organizations:' || o)::uuid,
  first_words[1 + o % 8] || ' ' || second_words[1 + (o / 8) % 5] || ' ' || (o + 1),
  lower(replace(first_words[1 + o % 8], ' ', '-')) || '-' || (o + 1),
  plan,
  case plan when 'free' then 200000 when 'team' then 5000000 end,
  jsonb_build_object(
    'default_browser', 'chromium',
    'retention_days', case plan when 'enterprise' then 365 else 90 end,
    'sso', plan = 'enterprise'
  ),
  seed_now - make_interval(hours => 24 * (125 + o % 300)),
  seed_now - make_interval(hours => 24 * (o % 60))
from settings
cross join lateral generate_series(0, greatest(200, round(200 * scale))::integer - 1) as s (o)
cross join lateral (
  select case when o % 7 = 0 then 'enterprise' when o % 3 = 0 then 'team' else 'free' end as plan
) as p;

insert into public.users (
  id,
  email,
  display_name,
  locale,
  last_seen_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    (select count(*) from public.organizations)::integer as organization_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['Ada', 'Bruno', 'Chiara', 'Deniz', 'Elif', 'Farid', 'Grace', 'Hana', 'Ivan', 'Jonas',
      'Keiko', 'Lucia', 'Milan'] as first_names,
    array['Almeida', 'Brandt', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Haddad',
      'Ito', 'Jensen', 'Kaya'] as last_names,
    array['en', 'en', 'en', 'de', 'fr', 'es', 'pt', 'ja'] as locales
)
select
  md5('users:' || n)::uuid,
  lower(first_names[1 + n % 13] || '.' || last_names[1 + n % 11]) || '.' || n || '@example.com',
  first_names[1 + n % 13] || ' ' || last_names[1 + n % 11],
  locales[1 + n % 8],
  seed_now - make_interval(mins => (hashint8extended(n, 11) & 65535)::integer),
  seed_now - make_interval(hours => 24 * (121 + n % 250)),
  seed_now - make_interval(hours => 24 * (n % 90))
from settings
cross join lateral generate_series(0, organization_count * 25 - 1) as s (n);

insert into public.organization_members (
  org_id,
  user_id,
  role,
  joined_at
)
with settings as materialized (
  select (select count(*) from public.organizations)::integer as organization_count
)
select
  md5('organizations:' || m.o)::uuid,
  u.id,
  m.role,
  u.created_at + interval '1 hour'
from settings
cross join lateral generate_series(0, organization_count * 25 - 1) as s (n)
cross join lateral (
  values
    (
      n % organization_count,
      case
        when n < organization_count then 'owner'
        when n < organization_count * 3 then 'admin'
        when n < organization_count * 15 then 'editor'
        else 'viewer'
      end
    ),
    (case when n % 5 = 0 then (n + 1) % organization_count end, 'viewer')
) as m (o, role)
inner join public.users as u
  on u.id = md5('users:' || n)::uuid
where m.o is not null;

insert into public.projects (
  id,
  organization_id,
  user_id,
  name,
  slug,
  base_url,
  status,
  settings,
  archived_at,
  created_at,
  updated_at
)
with settings as materialized (
  select
    (select count(*) from public.organizations)::integer as organization_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now,
    array['Web shop', 'Customer portal', 'Back office'] as names,
    array['web-shop', 'customer-portal', 'back-office'] as slugs
)
select
  md5('projects:' || n)::uuid,
  md5('organizations:' || n % organization_count)::uuid,
  md5('users:' || n % organization_count)::uuid,
  names[1 + n / organization_count],
  slugs[1 + n / organization_count],
  'https://' || slugs[1 + n / organization_count] || '-' || n || '.example.com',
  case when is_archived then 'archived' else 'active' end,
  jsonb_build_object('environment', 'staging', 'parallel_runs', 1 + n % 8),
  case when is_archived then seed_now - make_interval(hours => 24 * (n % 20)) end,
  seed_now - make_interval(hours => 24 * (121 + n % 100)),
  seed_now - make_interval(hours => 24 * (n % 20))
from settings
cross join lateral generate_series(0, organization_count * 3 - 1) as s (n)
cross join lateral (select n % 17 = 16 as is_archived) as a;

insert into public.api_keys (
  id,
  organization_id,
  user_id,
  name,
  key_prefix,
  key_hash,
  scopes,
  last_used_at,
  expires_at,
  created_at
)
with settings as materialized (
  select
    (select count(*) from public.organizations)::integer as organization_count,
    coalesce(
      nullif(current_setting('seed.now', true), '')::timestamptz,
      date_trunc('hour', now())
    ) as seed_now
)
select
  md5('api_keys:' || n)::uuid,
  md5('organizations:' || n % organization_count)::uuid,
  md5('users:' || n % organization_count)::uuid,
  case when n < organization_count then 'Continuous integration' else 'Reporting' end,
  'tp_' || left(md5('api_keys:' || n), 6),
  encode(sha256(convert_to('api_keys:' || n, 'UTF8')), 'hex'),
  case when n < organization_count then array['flows:run', 'flows:read'] else array['read'] end,
  seed_now - make_interval(mins => (hashint8extended(n, 12) & 16383)::integer),
  seed_now + make_interval(hours => 24 * (30 + n % 300)),
  seed_now - make_interval(hours => 24 * (20 + n % 100))
from settings
cross join lateral generate_series(0, organization_count * 2 - 1) as s (n);

select pg_stat_force_next_flush();

analyze
  public.organizations,
  public.users,
  public.organization_members,
  public.projects,
  public.api_keys;
