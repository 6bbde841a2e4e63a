-- Up Migration
create table public.test_schedules (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  project_id uuid not null references public.projects (id) on delete cascade,
  flow_id uuid not null references public.visual_test_flows (id) on delete cascade,
  user_id uuid not null references public.users (id),
  name text not null,
  schedule_type text not null,
  cron_expression text,
  run_interval interval,
  time_zone text not null default 'UTC',
  is_enabled boolean not null default true,
  browser text not null default 'chromium',
  retry_limit smallint not null default 1,
  config jsonb not null default '{}',
  last_run_at timestamptz,
  next_run_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint test_schedules_schedule_type_known
    check (schedule_type in ('cron', 'interval', 'once')),
  constraint test_schedules_cron_expression_present
    check ((schedule_type = 'cron') = (cron_expression is not null)),
  constraint test_schedules_run_interval_present
    check ((schedule_type = 'interval') = (run_interval is not null)),
  constraint test_schedules_browser_known check (browser in ('chromium', 'firefox', 'webkit'))
);

create index test_schedules_organization_id_idx on public.test_schedules (organization_id);

create index test_schedules_project_id_idx on public.test_schedules (project_id);

create index test_schedules_flow_id_idx on public.test_schedules (flow_id);

create index test_schedules_user_id_idx on public.test_schedules (user_id);

create index test_schedules_due_idx on public.test_schedules (next_run_at) where is_enabled;

comment on table public.test_schedules is 'When a flow runs by itself.';
comment on column public.test_schedules.cron_expression is
  'Five cron fields, read in time_zone; set for schedule_type cron only.';
comment on column public.test_schedules.config is 'Viewport and whom to notify.';

create table public.scheduled_test_executions (
  id serial primary key,
  schedule_id uuid not null references public.test_schedules (id) on delete cascade,
  organization_id uuid not null references public.organizations (id) on delete cascade,
  project_id uuid not null references public.projects (id) on delete cascade,
  triggered_by uuid references public.users (id) on delete set null,
  trigger_source text not null default 'schedule',
  status text not null default 'queued',
  attempt smallint not null default 1,
  scheduled_for timestamptz not null,
  steps_total integer not null default 0,
  steps_passed integer not null default 0,
  steps_failed integer not null default 0,
  duration_ms integer,
  result jsonb,
  error_message text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint scheduled_test_executions_slot_unique unique (schedule_id, scheduled_for, attempt),
  constraint scheduled_test_executions_trigger_source_known
    check (trigger_source in ('schedule', 'manual', 'api')),
  constraint scheduled_test_executions_status_known
    check (status in ('queued', 'running', 'passed', 'failed', 'error', 'cancelled')),
  constraint scheduled_test_executions_finished_at_matches_status
    check ((status in ('queued', 'running')) = (finished_at is null)),
  constraint scheduled_test_executions_steps_add_up
    check (steps_passed + steps_failed <= steps_total)
);

create index scheduled_test_executions_organization_id_created_at_idx
  on public.scheduled_test_executions (organization_id, created_at);

create index scheduled_test_executions_project_id_idx
  on public.scheduled_test_executions (project_id);

create index scheduled_test_executions_triggered_by_idx
  on public.scheduled_test_executions (triggered_by);

create index scheduled_test_executions_created_at_idx
  on public.scheduled_test_executions (created_at);

grant select on public.scheduled_test_executions to public;

comment on table public.scheduled_test_executions is
  'Runs of scheduled flows, one row an attempt.';
comment on column public.scheduled_test_executions.triggered_by is
  'Person who pressed run; null when the schedule or the API did.';
comment on column public.scheduled_test_executions.result is
  'Per-browser summary, failed step, artefacts and timings.';

create table public.browser_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.users (id) on delete cascade,
  organization_id uuid references public.organizations (id) on delete cascade,
  project_id uuid references public.projects (id) on delete cascade,
  execution_id integer references public.scheduled_test_executions (id) on delete set null,
  browser text not null default 'chromium',
  browser_version text not null,
  status text not null default 'starting',
  viewport_width integer not null default 1280,
  viewport_height integer not null default 720,
  device_scale_factor numeric(3, 2) not null default 1,
  start_url text not null,
  capabilities jsonb not null default '{}',
  storage_state jsonb,
  action_count integer not null default 0,
  recording_bytes bigint,
  duration_ms integer,
  error_message text,
  started_at timestamptz,
  last_activity_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint browser_sessions_browser_known check (browser in ('chromium', 'firefox', 'webkit')),
  constraint browser_sessions_status_known
    check (status in ('starting', 'active', 'closed', 'failed', 'expired')),
  constraint browser_sessions_finished_at_matches_status
    check ((status in ('starting', 'active')) = (finished_at is null)),
  constraint browser_sessions_viewport_positive
    check (viewport_width > 0 and viewport_height > 0)
);

create index browser_sessions_user_id_created_at_idx
  on public.browser_sessions (user_id, created_at);

create index browser_sessions_organization_id_idx on public.browser_sessions (organization_id);

create index browser_sessions_project_id_idx on public.browser_sessions (project_id);

create index browser_sessions_execution_id_idx on public.browser_sessions (execution_id);

create index browser_sessions_created_at_idx on public.browser_sessions (created_at);

comment on table public.browser_sessions is
  'Remote browsers that were started, for people and runs.';
comment on column public.browser_sessions.execution_id is
  'Scheduled run the browser was started for; null when a person opened it.';
comment on column public.browser_sessions.storage_state is
  'Cookies and local storage of the application under test: secret.';

create table public.job_queue (
  id bigint generated by default as identity primary key,
  queue text not null default 'default',
  job_type text not null,
  status text not null default 'queued',
  priority smallint not null default 100,
  organization_id uuid references public.organizations (id) on delete cascade,
  user_id uuid references public.users (id) on delete set null,
  project_id uuid,
  payload jsonb not null default '{}',
  result jsonb,
  attempts smallint not null default 0,
  max_attempts smallint not null default 5,
  run_at timestamptz not null default now(),
  locked_by text,
  started_at timestamptz,
  finished_at timestamptz,
  duration_ms integer,
  error_message text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint job_queue_status_known
    check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  constraint job_queue_finished_at_matches_status
    check ((status in ('queued', 'running')) = (finished_at is null)),
  constraint job_queue_attempts_not_negative check (attempts >= 0)
);

create index job_queue_next_idx on public.job_queue (queue, priority, run_at)
  where status = 'queued';

create index job_queue_status_updated_at_idx on public.job_queue (status, updated_at);

create index job_queue_organization_id_idx on public.job_queue (organization_id);

create index job_queue_user_id_idx on public.job_queue (user_id);

create index job_queue_created_at_idx on public.job_queue (created_at);

comment on table public.job_queue is
  'Background jobs; workers lock the next one with skip locked.';
comment on column public.job_queue.priority is 'Lower runs earlier.';
comment on column public.job_queue.locked_by is 'Host and process of the worker that runs the job.';

-- Down Migration
drop table public.job_queue;
drop table public.browser_sessions;
drop table public.scheduled_test_executions;
drop table public.test_schedules;
