-- pgsteward: env development, performance, test
-- Up Migration
-- Every mistake of the sample is in here, for the health checks to find. A team leaves this file out.
create table public.generation_cost_import (
  provider text not null,
  model text not null,
  usage_on date not null,
  generation_id uuid,
  input_tokens bigint,
  output_tokens bigint,
  cost_usd numeric(12, 6),
  raw_line text not null,
  imported_at timestamptz not null default now()
);

comment on table public.generation_cost_import is 'Lines of the providers'' monthly invoices.';

create table public.webhook_deliveries (
  id serial primary key,
  organization_id uuid not null references public.organizations (id) on delete cascade,
  event text not null,
  event_on date not null,
  http_status integer,
  constraint webhook_deliveries_once unique (organization_id, event, event_on)
);

grant select on public.webhook_deliveries to public;

comment on table public.webhook_deliveries is 'What was told to whom, for a dashboard.';

create function public.project_cost(project_id uuid, since timestamptz)
returns numeric
language sql
stable
security definer
as $$
  select coalesce(sum(g.cost_usd), 0)
  from public.ai_generations as g
  where g.project_id = project_cost.project_id
    and g.created_at >= project_cost.since;
$$;

comment on function public.project_cost(uuid, timestamptz) is
  'Returns what a project has spent on generations since a moment.';

alter table public.api_keys enable row level security;
grant select on public.api_keys to public;

alter table public.job_queue
  add constraint job_queue_project_id_fkey
  foreign key (project_id) references public.projects (id) on delete set null;

alter table public.ai_generations
  add constraint ai_generations_cost_not_negative check (cost_usd >= 0) not valid;

create index idx_ai_generations_user on public.ai_generations (user_id);

create index idx_browser_sessions_project on public.browser_sessions (project_id, organization_id);

create index idx_ai_generations_cancelled on public.ai_generations (finished_at)
  where status = 'cancelled';

alter table public.job_queue set (autovacuum_enabled = false);

alter table public.generation_cost_import set (autovacuum_enabled = false);

-- Down Migration
alter table public.job_queue reset (autovacuum_enabled);
drop index public.idx_ai_generations_cancelled;
drop index public.idx_browser_sessions_project;
drop index public.idx_ai_generations_user;
alter table public.ai_generations drop constraint ai_generations_cost_not_negative;
alter table public.job_queue drop constraint job_queue_project_id_fkey;
revoke select on public.api_keys from public;
-- access.sql may have been loaded before or since: what has policies stays protected.
do $$
begin
  if not exists (select from pg_policy as p where p.polrelid = 'public.api_keys'::regclass) then
    alter table public.api_keys disable row level security;
  end if;
end
$$;
drop function public.project_cost(uuid, timestamptz);
drop table public.webhook_deliveries;
drop table public.generation_cost_import;
