-- Up Migration
create function public.is_cron_expression(expression text)
returns boolean
language sql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  with fields as (
    select b.*, regexp_split_to_array(btrim(is_cron_expression.expression), '\s+') as texts
    from (
      values
        (1, 0, 59, array[]::text[]),
        (2, 0, 23, '{}'),
        (3, 1, 31, '{}'),
        (4, 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}'),
        (5, 0, 7, '{sun,mon,tue,wed,thu,fri,sat}')
    ) as b (position, lowest, highest, names)
  ),
  pieces as (
    select
      f.*,
      regexp_match(
        lower(part), '^(?:(\*)|(\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?)(?:/([1-9]\d?))?$'
      ) as piece
    from fields as f
    cross join lateral regexp_split_to_table(f.texts[f.position], ',') as part
  ),
  ranges as (
    select p.*, v.bounds[1] as first, coalesce(v.bounds[2], v.bounds[1]) as last
    from pieces as p
    cross join lateral (
      select array_agg(
        case
          when e.word ~ '^\d' then e.word::integer
          else array_position(p.names, e.word) - 1 + p.lowest
        end
        order by e.n
      ) filter (where e.word is not null) as bounds
      from unnest(p.piece[2:3]) with ordinality as e (word, n)
    ) as v
  )
  select btrim(is_cron_expression.expression)
    ~ '^@(hourly|daily|midnight|weekly|monthly|yearly|annually)$'
    or (
      select
        count(distinct r.position) = 5
        and bool_and(cardinality(r.texts) = 5)
        and bool_and(
          r.piece[1] is not null
          or coalesce(
            r.first >= r.lowest and r.last between r.first and r.highest
              and (r.piece[4] is null or r.piece[3] is not null),
            false
          )
        )
      from ranges as r
    )
$$;

comment on function public.is_cron_expression(text) is
  'Tells whether a text is five fields of crontab(5), or one of @hourly to @annually.';

create function public.is_time_zone(name text)
returns boolean
language plpgsql
immutable
strict
set search_path = pg_catalog, pg_temp
as $$
begin
  perform timestamptz 'epoch' at time zone is_time_zone.name;
  -- With a digit any text is a zone in the notation of POSIX, as Mars3; to read the list of names takes longer.
  return is_time_zone.name !~ '\d'
    or exists (select from pg_timezone_names as z where lower(z.name) = lower(is_time_zone.name));
exception
  when invalid_parameter_value then
    return false;
end
$$;

comment on function public.is_time_zone(text) is
  'Tells whether PostgreSQL knows a time zone by this name.';

create table public.test_schedules (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations (id) on delete cascade,
  project_id uuid not null,
  flow_id uuid not null,
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
  constraint test_schedules_cron_expression_readable
    check (public.is_cron_expression(cron_expression)),
  constraint test_schedules_run_interval_positive check (run_interval > interval '0'),
  constraint test_schedules_run_interval_present
    check ((schedule_type = 'interval') = (run_interval is not null)),
  constraint test_schedules_time_zone_known check (public.is_time_zone(time_zone)),
  constraint test_schedules_retry_limit_in_range check (retry_limit between 0 and 10),
  constraint test_schedules_browser_known check (browser in ('chromium', 'firefox', 'webkit')),
  constraint test_schedules_id_of_organization_unique unique (organization_id, id),
  constraint test_schedules_project_id_fkey
    foreign key (organization_id, project_id) references public.projects (organization_id, id)
    on delete cascade,
  constraint test_schedules_flow_id_fkey
    foreign key (organization_id, flow_id) references public.visual_test_flows (organization_id, id)
    on delete cascade
);

create trigger touch_updated_at
  before update on public.test_schedules
  for each row
  when (new.updated_at = old.updated_at and new.* is distinct from old.*)
  execute function public.touch_updated_at();

comment on table public.test_schedules is 'When a flow runs by itself.';
comment on column public.test_schedules.cron_expression is
  'Five cron fields, read in time_zone; set for schedule_type cron only.';
comment on column public.test_schedules.config is 'Viewport and whom to notify.';

create table public.scheduled_test_executions (
  id bigint generated by default as identity primary key,
  schedule_id uuid not null,
  organization_id uuid not null references public.organizations (id) on delete cascade,
  project_id uuid not null,
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
  constraint scheduled_test_executions_slot_unique
    unique (schedule_id, organization_id, scheduled_for, attempt),
  constraint scheduled_test_executions_trigger_source_known
    check (trigger_source in ('schedule', 'manual', 'api')),
  constraint scheduled_test_executions_status_known
    check (status in ('queued', 'running', 'passed', 'failed', 'error', 'cancelled')),
  constraint scheduled_test_executions_finished_at_matches_status
    check ((status in ('queued', 'running')) = (finished_at is null)),
  constraint scheduled_test_executions_steps_add_up
    check (steps_passed + steps_failed <= steps_total),
  constraint scheduled_test_executions_id_of_organization_unique unique (organization_id, id),
  constraint scheduled_test_executions_schedule_id_fkey
    foreign key (organization_id, schedule_id) references public.test_schedules (organization_id, id)
    on delete cascade,
  constraint scheduled_test_executions_project_id_fkey
    foreign key (organization_id, project_id) references public.projects (organization_id, id)
    on delete cascade
);

create trigger touch_updated_at
  before update on public.scheduled_test_executions
  for each row
  when (new.updated_at = old.updated_at and new.* is distinct from old.*)
  execute function public.touch_updated_at();

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
  project_id uuid,
  execution_id bigint,
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
    check (viewport_width > 0 and viewport_height > 0),
  constraint browser_sessions_project_needs_organization
    check ((project_id is null and execution_id is null) or organization_id is not null),
  constraint browser_sessions_project_id_fkey
    foreign key (organization_id, project_id) references public.projects (organization_id, id)
    on delete cascade,
  constraint browser_sessions_execution_id_fkey
    foreign key (organization_id, execution_id)
    references public.scheduled_test_executions (organization_id, id)
    on delete set null (execution_id)
);

create trigger touch_updated_at
  before update on public.browser_sessions
  for each row
  when (new.updated_at = old.updated_at and new.* is distinct from old.*)
  execute function public.touch_updated_at();

comment on table public.browser_sessions is
  'Remote browsers that were started, for people and runs.';
comment on column public.browser_sessions.execution_id is
  'Scheduled run the browser was started for; null when a person opened it.';
comment on column public.browser_sessions.storage_state is
  'Cookies and local storage of the application under test: secret.';

-- Down Migration
drop table public.browser_sessions;
drop table public.scheduled_test_executions;
drop table public.test_schedules;
drop function public.is_time_zone(text);
drop function public.is_cron_expression(text);
