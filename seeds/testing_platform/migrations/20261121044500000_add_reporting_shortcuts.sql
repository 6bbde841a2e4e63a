-- Up Migration
create view public.ai_generation_performance
with (security_invoker = true) as
select
  date_trunc('hour', g.created_at, 'UTC') as hour,
  g.model,
  count(*) as generation_count,
  count(*) filter (where g.status = 'failed') as failed_count,
  sum(g.prompt_tokens + g.completion_tokens) as token_count,
  sum(g.cost_usd) as cost_usd,
  percentile_cont(0.95) within group (order by g.duration_ms) as p95_duration_ms
from public.ai_generations as g
group by 1, 2;

comment on view public.ai_generation_performance is 'AI generations by hour and model.';

create view public.browser_session_stats
with (security_invoker = true) as
select
  s.browser,
  s.status,
  count(*) as session_count,
  avg(s.duration_ms) as avg_duration_ms,
  sum(s.recording_bytes) as recording_bytes
from public.browser_sessions as s
group by 1, 2;

comment on view public.browser_session_stats is 'Browser sessions by browser and status.';

create view public.job_queue_performance
with (security_invoker = true) as
select
  j.queue,
  j.job_type,
  count(*) filter (where j.status = 'queued') as queued_count,
  count(*) filter (where j.status = 'running') as running_count,
  count(*) filter (where j.status = 'failed') as failed_count,
  avg(j.duration_ms) as avg_duration_ms,
  min(j.run_at) filter (where j.status = 'queued') as oldest_queued_at
from public.job_queue as j
group by 1, 2;

comment on view public.job_queue_performance is 'Jobs by queue and type.';

create view public.test_execution_trends
with (security_invoker = true) as
select
  (e.scheduled_for at time zone 'UTC')::date as scheduled_on,
  e.project_id,
  count(*) as execution_count,
  count(*) filter (where e.status = 'passed') as passed_count,
  count(*) filter (where e.status in ('failed', 'error')) as failed_count,
  avg(e.duration_ms) as avg_duration_ms
from public.scheduled_test_executions as e
group by 1, 2;

comment on view public.test_execution_trends is 'Scheduled runs by day and project.';

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

alter table public.job_queue
  add constraint job_queue_project_id_fkey
  foreign key (project_id) references public.projects (id) on delete set null;

alter table public.ai_generations
  add constraint ai_generations_cost_not_negative check (cost_usd >= 0) not valid;

create index idx_ai_generations_user on public.ai_generations (user_id);

create index idx_browser_sessions_project on public.browser_sessions (project_id);

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
drop function public.project_cost(uuid, timestamptz);
drop table public.generation_cost_import;
drop view public.test_execution_trends;
drop view public.job_queue_performance;
drop view public.browser_session_stats;
drop view public.ai_generation_performance;
