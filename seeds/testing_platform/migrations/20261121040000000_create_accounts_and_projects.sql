-- Up Migration
create function public.touch_updated_at()
returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

comment on function public.touch_updated_at() is
  'Trigger that keeps updated_at; a statement that sets the column itself, as an import does, is left alone.';

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text not null,
  plan text not null default 'free',
  monthly_token_limit bigint,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint organizations_slug_unique unique (slug),
  constraint organizations_plan_known check (plan in ('free', 'team', 'enterprise')),
  constraint organizations_monthly_token_limit_positive check (monthly_token_limit > 0)
);

create trigger touch_updated_at
  before update on public.organizations
  for each row
  when (new.updated_at = old.updated_at and new.* is distinct from old.*)
  execute function public.touch_updated_at();

comment on table public.organizations is 'Customers: the tenants of the product.';
comment on column public.organizations.monthly_token_limit is
  'AI tokens the plan allows in a calendar month; null is unlimited.';

create table public.users (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  display_name text not null,
  locale text not null default 'en',
  last_seen_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create trigger touch_updated_at
  before update on public.users
  for each row
  when (new.updated_at = old.updated_at and new.* is distinct from old.*)
  execute function public.touch_updated_at();

comment on table public.users is 'People who can sign in; membership decides what they see.';

create table public.organization_members (
  org_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references public.users (id) on delete cascade,
  role text not null default 'viewer',
  joined_at timestamptz not null default now(),
  primary key (org_id, user_id),
  constraint organization_members_role_known
    check (role in ('owner', 'admin', 'editor', 'viewer'))
);

comment on table public.organization_members is 'Who belongs to which organization, and as what.';

create table public.projects (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references public.users (id),
  name text not null,
  slug text not null,
  base_url text not null,
  status text not null default 'active',
  settings jsonb not null default '{}',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint projects_slug_unique unique (organization_id, slug),
  -- What belongs to a project references both columns, and cannot be of another tenant; so it is with flows.
  constraint projects_id_of_organization_unique unique (organization_id, id),
  constraint projects_status_known check (status in ('active', 'archived')),
  constraint projects_archived_at_matches_status
    check ((status = 'archived') = (archived_at is not null))
);

create trigger touch_updated_at
  before update on public.projects
  for each row
  when (new.updated_at = old.updated_at and new.* is distinct from old.*)
  execute function public.touch_updated_at();

comment on table public.projects is 'One web application under test.';
comment on column public.projects.user_id is 'The person who created the project.';
comment on column public.projects.base_url is 'Root address that relative step addresses extend.';

create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references public.users (id) on delete cascade,
  name text not null,
  key_prefix text not null,
  key_hash text not null,
  scopes text[] not null default '{}',
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  constraint api_keys_key_hash_unique unique (key_hash)
);

comment on table public.api_keys is 'Keys for the public API; only a hash is kept.';
comment on column public.api_keys.key_prefix is
  'First characters of the key, to recognise it in a list.';

-- Down Migration
drop table public.api_keys;
drop table public.projects;
drop table public.organization_members;
drop table public.users;
drop table public.organizations;
drop function public.touch_updated_at();
